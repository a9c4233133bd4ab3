/* "PATTERN\nTAG": a row of an admin's own table, and a tag that it meets. Any pattern is refused
 * with a reason or bounded; what it cannot decide gives no class. */
#include "core/tag.h"

#include "fuzz.h"

/* The row says release, so that a failure that passes for a match shows. */
static struct tag_table *make_table(struct text pattern)
{
    const struct tag_rule rule = {.pattern = pattern, .class = TAG_RELEASE};
    size_t bad_rule = 1;
    struct error error = {0};
    struct tag_table *table = tag_table_new(&rule, 1, &bad_rule, &error);
    MUST(table != NULL || (bad_rule == 0 && error.text[0] != '\0'));
    return table;
}

static void classify(const struct tag_table *table, struct text pattern, struct text tag)
{
    struct tag_verdict verdict;
    struct error error = {0};
    const struct image_ref ref = {.name = TEXT("app"), .repository = TEXT("app"), .tag = tag};
    if (!tag_classify(table, &ref, &verdict, &error)) {
        MUST(verdict.class == TAG_INVALID && error.text[0] != '\0');
        return;
    }
    MUST(verdict.class < TAG_CLASS_COUNT && verdict.class != TAG_INVALID);
    MUST(verdict.reason != NULL || text_equal(verdict.pattern, pattern));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text tag = fuzz_text(data, size);
    struct text pattern = text_cut(&tag, '\n');
    struct tag_table *table = make_table(pattern);
    if (table != NULL)
        classify(table, pattern, tag);
    tag_table_free(table);
    return 0;
}
