#include "attempts.h"

#include "base/check.h"

enum {
    FIRST_PAUSE_MS = 250,
    LONGEST_PAUSE_MS = 8000,
    MAX_DOUBLINGS = 5,
    LONGEST_RETRY_AFTER_MS = 30 * 1000,
    MILLISECONDS_PER_SECOND = 1000,
    STATUS_TOO_MANY_REQUESTS = 429,
    STATUS_SERVER_ERROR = 500,
};

_Static_assert(FIRST_PAUSE_MS << MAX_DOUBLINGS == LONGEST_PAUSE_MS, "the doublings lead there");

static const bool is_harmless_twice[] = {
    [CLUSTER_GET] = true,    [CLUSTER_POST] = false,  [CLUSTER_PUT] = true,
    [CLUSTER_PATCH] = false, [CLUSTER_DELETE] = true,
};

bool attempts_may_go_on(enum cluster_method method, const struct attempt *attempt)
{
    if (attempt->is_hopeless)
        return false;
    if (attempt->status == STATUS_TOO_MANY_REQUESTS)
        return true;
    if (attempt->status == 0)
        return !attempt->was_sent || is_harmless_twice[method];
    return attempt->status >= STATUS_SERVER_ERROR && is_harmless_twice[method];
}

uint64_t attempts_pause_ms(unsigned number, uint64_t retry_after_s, uint32_t random)
{
    uint64_t whole = (uint64_t)FIRST_PAUSE_MS << (number < MAX_DOUBLINGS ? number : MAX_DOUBLINGS);
    uint64_t pause = whole / 2 + (whole / 2) * random / UINT32_MAX;
    uint64_t asked = retry_after_s < LONGEST_RETRY_AFTER_MS / MILLISECONDS_PER_SECOND
                         ? retry_after_s * MILLISECONDS_PER_SECOND
                         : LONGEST_RETRY_AFTER_MS;
    return pause > asked ? pause : asked;
}
