#include "histogram.h"

#include "base/check.h"

#define MICROSECOND 1000ULL
#define MILLISECOND (1000 * MICROSECOND)

/* A small review takes some 50 microseconds, the largest some 100 milliseconds. */
static const struct {
    uint64_t limit_ns;
    const char *seconds;
} buckets[] = {
    {25 * MICROSECOND, "0.000025"}, {50 * MICROSECOND, "0.00005"}, {100 * MICROSECOND, "0.0001"},
    {200 * MICROSECOND, "0.0002"},  {300 * MICROSECOND, "0.0003"}, {500 * MICROSECOND, "0.0005"},
    {750 * MICROSECOND, "0.00075"}, {1 * MILLISECOND, "0.001"},    {2 * MILLISECOND, "0.002"},
    {5 * MILLISECOND, "0.005"},     {10 * MILLISECOND, "0.01"},    {25 * MILLISECOND, "0.025"},
    {50 * MILLISECOND, "0.05"},     {100 * MILLISECOND, "0.1"},    {250 * MILLISECOND, "0.25"},
    {1000 * MILLISECOND, "1"},      {5000 * MILLISECOND, "5"},     {UINT64_MAX, "+Inf"},
};

_Static_assert(ARRAY_LEN(buckets) == HISTOGRAM_BUCKETS, "a count for each bucket");

void histogram_add(struct histogram *histogram, uint64_t duration_ns)
{
    size_t i = 0;
    while (duration_ns > buckets[i].limit_ns)
        i++;
    atomic_fetch_add_explicit(&histogram->counts[i], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&histogram->sum_ns, duration_ns, memory_order_relaxed);
}

/* The total is that of the buckets, so that both agree while others count. */
void histogram_put(const struct histogram *histogram, const struct metric_family *family,
                   struct buffer *out)
{
    const struct metric_labels none = {0};
    uint64_t total = 0;
    for (size_t i = 0; i < ARRAY_LEN(buckets); i++) {
        const struct metric_label limit = {"le", text_from_string(buckets[i].seconds)};
        total += atomic_load_explicit(&histogram->counts[i], memory_order_relaxed);
        exposition_put_number(out, family, "_bucket", (struct metric_labels){&limit, 1}, total);
    }
    exposition_put_seconds(out, family, "_sum", none,
                           atomic_load_explicit(&histogram->sum_ns, memory_order_relaxed));
    exposition_put_number(out, family, "_count", none, total);
}
