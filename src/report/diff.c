#include "report/diff.h"

#include "counts.h"
#include "emitter.h"
#include "finding_view.h"

/* ---- Pairs of objects. */

/* The same object under both policies; by index, since both reports are in the order of the input.
 */
struct pair {
    const struct report_object *before;
    const struct report_object *after;
    enum report_level level_before; /* REPORT_NOTE: nobody is told, it is allowed */
    enum report_level level_after;
};

static enum report_level level_of(const struct report *report, const struct report_object *object)
{
    if (object_has_errors(report, object))
        return REPORT_ERROR;
    for (size_t i = 0; i < object->finding_count; i++) {
        if (report->findings[object->first_finding + i].level == REPORT_WARNING)
            return REPORT_WARNING;
    }
    return REPORT_NOTE;
}

static bool is_same_object(const struct report_object *a, const struct report_object *b)
{
    return a->line == b->line && text_equal(a->file, b->file) && text_equal(a->kind, b->kind) &&
           text_equal(a->namespace, b->namespace) && text_equal(a->name, b->name);
}

/* Where the next pair stands. */
struct walk {
    size_t before;
    size_t after;
};

/* An object that one side could not judge is in that side's problems, and has no partner. */
static bool next_pair(const struct report_diff *diff, struct walk *walk, struct pair *pair)
{
    while (walk->before < diff->before->object_count && walk->after < diff->after->object_count) {
        pair->before = &diff->before->objects[walk->before];
        pair->after = &diff->after->objects[walk->after];
        if (is_same_object(pair->before, pair->after)) {
            walk->before++;
            walk->after++;
            pair->level_before = level_of(diff->before, pair->before);
            pair->level_after = level_of(diff->after, pair->after);
            return true;
        }
        size_t rest_before = diff->before->object_count - walk->before;
        size_t rest_after = diff->after->object_count - walk->after;
        if (rest_before > rest_after)
            walk->before++;
        else
            walk->after++;
    }
    return false;
}

static enum diff_direction direction_of(const struct pair *pair)
{
    if (pair->level_before == pair->level_after)
        return DIFF_SAME;
    return pair->level_after < pair->level_before ? DIFF_STRICTER : DIFF_LOOSER;
}

static const char *verdict_of(enum report_level level)
{
    static const char *const names[] = {
        [REPORT_ERROR] = "deny",
        [REPORT_WARNING] = "warn",
        [REPORT_NOTE] = "allow",
    };
    _Static_assert(ARRAY_LEN(names) == REPORT_LEVEL_COUNT, "every level has its verdict");
    return names[level];
}

/* ---- Text. */

static void put_claims(struct buffer *out, const struct report *report,
                       const struct report_object *object)
{
    for (size_t i = 0; i < object->finding_count; i++) {
        const struct report_finding *finding = &report->findings[object->first_finding + i];
        if (finding->level == REPORT_NOTE)
            continue;
        buffer_put(out, TEXT("    "));
        finding_put_claim(out, finding);
        buffer_put_char(out, '\n');
    }
}

static void put_pair(const struct report_diff *diff, const struct pair *pair, struct buffer *out)
{
    place_put(out, pair->after->file, pair->after->line, 0);
    buffer_put(out, TEXT(": "));
    object_put_name(out, pair->after->kind, pair->after->namespace, pair->after->name);
    buffer_printf(out, ": %s -> %s\n", verdict_of(pair->level_before),
                  verdict_of(pair->level_after));
    if (direction_of(pair) == DIFF_STRICTER)
        put_claims(out, diff->after, pair->after);
    else
        put_claims(out, diff->before, pair->before);
}

static void put_counts(struct buffer *out, const struct diff_counts *counts)
{
    count_put(out, counts->objects[DIFF_STRICTER], "object");
    buffer_put(out, TEXT(" judged more strictly, "));
    count_put(out, counts->objects[DIFF_LOOSER], "object");
    buffer_printf(out, " less strictly, %zu the same\n", counts->objects[DIFF_SAME]);
}

struct diff_counts diff_put_text(const struct report_diff *diff, const struct report_style *style,
                                 struct buffer *out)
{
    (void)style;
    struct diff_counts counts = {0};
    struct walk walk = {0};
    struct pair pair;
    while (next_pair(diff, &walk, &pair)) {
        counts.objects[direction_of(&pair)]++;
        if (direction_of(&pair) != DIFF_SAME)
            put_pair(diff, &pair, out);
    }
    put_counts(out, &counts);
    return counts;
}

/* ---- JSON. */

static void put_side(struct emitter *emitter, const char *key, const struct report *report,
                     const struct report_object *object)
{
    emitter_open_object(emitter, key);
    emitter_put_text(emitter, "environment", object->environment);
    emitter_put_string(emitter, "verdict", verdict_of(level_of(report, object)));
    emitter_open_list(emitter, "messages");
    for (size_t i = 0; i < object->finding_count; i++) {
        const struct report_finding *finding = &report->findings[object->first_finding + i];
        if (finding->level != REPORT_NOTE)
            emitter_put_text(emitter, NULL, finding->message);
    }
    emitter_close(emitter);
    emitter_close(emitter);
}

static void put_change(struct emitter *emitter, const struct report_diff *diff,
                       const struct pair *pair)
{
    emitter_open_object(emitter, NULL);
    emitter_put_text(emitter, "file", pair->after->file);
    emitter_put_number_if_any(emitter, "line", pair->after->line);
    emitter_put_text(emitter, "kind", pair->after->kind);
    emitter_put_text(emitter, "namespace", pair->after->namespace);
    emitter_put_text(emitter, "name", pair->after->name);
    put_side(emitter, "before", diff->before, pair->before);
    put_side(emitter, "after", diff->after, pair->after);
    emitter_close(emitter);
}

struct diff_counts diff_put_json(const struct report_diff *diff, const struct report_style *style,
                                 struct buffer *out)
{
    struct diff_counts counts = {0};
    struct walk walk = {0};
    struct pair pair;
    struct emitter emitter;
    emitter_init(&emitter, out, EMITTER_JSON);
    emitter_open_object(&emitter, NULL);
    emitter_put_string(&emitter, "apiVersion", "release-gate.power-edge.io/v1");
    emitter_put_string(&emitter, "kind", "PolicyDiff");
    emitter_put_string(&emitter, "programVersion", style->version);
    emitter_open_list(&emitter, "changes");
    while (next_pair(diff, &walk, &pair)) {
        counts.objects[direction_of(&pair)]++;
        if (direction_of(&pair) != DIFF_SAME)
            put_change(&emitter, diff, &pair);
    }
    emitter_close(&emitter);
    emitter_open_object(&emitter, "summary");
    emitter_put_number(&emitter, "stricter", counts.objects[DIFF_STRICTER]);
    emitter_put_number(&emitter, "looser", counts.objects[DIFF_LOOSER]);
    emitter_put_number(&emitter, "same", counts.objects[DIFF_SAME]);
    emitter_close(&emitter);
    emitter_close(&emitter);
    return counts;
}
