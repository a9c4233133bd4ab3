#include "runtime/clock.h"
#include "runtime/log.h"

enum { MILLISECONDS_PER_SECOND = 1000 };

/* Windows are of fixed length; two threads that open a new one together may let a line more pass.
 */
bool log_limit_allows(struct log_limit *limit, uint64_t *left_out)
{
    uint64_t window = clock_monotonic_ms() / MILLISECONDS_PER_SECOND / LOG_LIMIT_SECONDS + 1;
    if (atomic_exchange(&limit->window, window) != window)
        atomic_store(&limit->count, 0);
    if (atomic_fetch_add(&limit->count, 1) >= LOG_LIMIT_LINES) {
        atomic_fetch_add(&limit->left_out, 1);
        return false;
    }
    *left_out = atomic_exchange(&limit->left_out, 0);
    return true;
}
