#include "metrics_counters.h"

#include <microhttpd.h>

#include "base/check.h"

static const char *const operations[] = {
    [OPERATION_UNKNOWN] = "other", [OPERATION_CREATE] = "CREATE",   [OPERATION_UPDATE] = "UPDATE",
    [OPERATION_DELETE] = "DELETE", [OPERATION_CONNECT] = "CONNECT",
};

static const char *const decisions[] = {
    [OUTCOME_DENY] = "deny",
    [OUTCOME_WARN] = "warn",
    [OUTCOME_NOTE] = "allow",
};

static const char *const booleans[] = {"false", "true"};

static const struct {
    unsigned status;
    const char *code;
} statuses[] = {
    {0, "other"},
    {MHD_HTTP_OK, "200"},
    {MHD_HTTP_BAD_REQUEST, "400"},
    {MHD_HTTP_FORBIDDEN, "403"},
    {MHD_HTTP_NOT_FOUND, "404"},
    {MHD_HTTP_METHOD_NOT_ALLOWED, "405"},
    {MHD_HTTP_CONTENT_TOO_LARGE, "413"},
    {MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "415"},
    {MHD_HTTP_INTERNAL_SERVER_ERROR, "500"},
    {MHD_HTTP_SERVICE_UNAVAILABLE, "503"},
};

uint8_t metrics_status_number(unsigned status)
{
    for (size_t i = 1; i < ARRAY_LEN(statuses); i++) {
        if (statuses[i].status == status)
            return (uint8_t)i;
    }
    return 0;
}

/* ---- What a number in a column is called. */

typedef struct text name_of(const struct metrics *metrics, uint8_t number);

static struct text environment(const struct metrics *metrics, uint8_t number)
{
    return label_names_at(&metrics->environments, number);
}

static struct text kind(const struct metrics *metrics, uint8_t number)
{
    return label_names_at(&metrics->kinds, number);
}

static struct text exemption(const struct metrics *metrics, uint8_t number)
{
    return label_names_at(&metrics->exemptions, number);
}

static struct text operation(const struct metrics *metrics, uint8_t number)
{
    (void)metrics;
    return text_from_string(operations[number]);
}

static struct text decision(const struct metrics *metrics, uint8_t number)
{
    (void)metrics;
    return text_from_string(decisions[number]);
}

static struct text boolean(const struct metrics *metrics, uint8_t number)
{
    (void)metrics;
    return text_from_string(booleans[number]);
}

static struct text rule(const struct metrics *metrics, uint8_t number)
{
    (void)metrics;
    return text_from_string(rule_at(number)->id);
}

static struct text outcome(const struct metrics *metrics, uint8_t number)
{
    (void)metrics;
    return text_from_string(outcome_name(number));
}

static struct text path(const struct metrics *metrics, uint8_t number)
{
    (void)metrics;
    return route_label(number);
}

static struct text code(const struct metrics *metrics, uint8_t number)
{
    (void)metrics;
    return text_from_string(statuses[number].code);
}

/* ---- Which columns a key has, in their order. */

static const struct {
    size_t offset;
    struct {
        const char *label;
        name_of *name;
    } columns[COUNTERS_COLUMNS];
} sets[] = {
    [COUNTER_SET_REVIEWS] = {offsetof(struct metrics, reviews),
                             {{"environment", environment},
                              {"kind", kind},
                              {"operation", operation},
                              {"decision", decision},
                              {"dry_run", boolean}}},
    [COUNTER_SET_FINDINGS] = {offsetof(struct metrics, findings),
                              {{"environment", environment}, {"rule", rule}, {"outcome", outcome}}},
    [COUNTER_SET_EXEMPTED] = {offsetof(struct metrics, exempted),
                              {{"exemption", exemption}, {"expired", boolean}}},
    [COUNTER_SET_BREAK_GLASS] = {offsetof(struct metrics, break_glass),
                                 {{"environment", environment}, {"dry_run", boolean}}},
    [COUNTER_SET_RESPONSES] = {offsetof(struct metrics, responses),
                               {{"path", path}, {"code", code}}},
};

void metrics_put_counters(const struct metrics *metrics, enum counter_set set,
                          const struct metric_family *family, struct buffer *out)
{
    const struct counters *counters =
        (const struct counters *)((const char *)metrics + sets[set].offset);
    struct counter_key key;
    uint64_t value;
    for (size_t at = 0; counters_next(counters, &at, &key, &value);) {
        struct metric_label labels[COUNTERS_COLUMNS];
        size_t count = 0;
        for (; count < COUNTERS_COLUMNS && sets[set].columns[count].label != NULL; count++)
            labels[count] =
                (struct metric_label){sets[set].columns[count].label,
                                      sets[set].columns[count].name(metrics, key.columns[count])};
        exposition_put_number(out, family, "", (struct metric_labels){labels, count}, value);
    }
}
