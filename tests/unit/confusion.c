/* Prints how the built-in patterns class the labelled references of tests/data/images.tsv, as the
 * tables of docs/classification.md. Fails if an untested image is classed as one that production
 * admits, or if too many releases are unknown. */
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "cases.h"
#include "core/tag.h"

enum { MAX_UNKNOWN_PERCENT = 5 };

struct table {
    const char *title;
    struct text source; /* what the third column begins with; empty: a public place */
    unsigned counts[TAG_CLASS_COUNT][TAG_CLASS_COUNT]; /* [label][class] */
};

/* The longer source first. */
static struct table tables[] = {
    {.title = "Held-out references, second set", .source = {"held-out, second", 16}},
    {.title = "Held-out references", .source = {"held-out", 8}},
    {.title = "Given references"},
};

static const tag_class_set untested = 1U << TAG_PRE_LATEST | 1U << TAG_PRE_RELEASE | 1U << TAG_SHA;
static const tag_class_set admitted = 1U << TAG_LATEST | 1U << TAG_RELEASE | 1U << TAG_FLOATING;

static void count(const struct tag_table *patterns, const struct test_cases *cases,
                  const struct test_case *row)
{
    struct image_ref ref;
    struct tag_verdict verdict;
    struct error error = {0};
    enum tag_class label;
    struct table *table = tables;

    if (image_ref_parse(row->columns[0], &ref) != IMAGE_REF_VALID ||
        !tag_class_from_name(row->columns[1], &label) ||
        !tag_classify(patterns, &ref, &verdict, &error)) {
        fprintf(stderr, "%s: cannot be classed\n", case_place(cases, row));
        exit(EXIT_FAILURE);
    }
    while (!text_starts_with(row->columns[2], table->source))
        table++;
    table->counts[label][verdict.class]++;
    if (label != verdict.class)
        fprintf(stderr, "%s: %.*s is read as %s, classed %s: %s\n", case_place(cases, row),
                TEXT_ARGS(row->columns[0]), tag_class_name(label), tag_class_name(verdict.class),
                verdict.reason);
}

static unsigned row_total(const struct table *table, int label)
{
    unsigned total = 0;

    for (int class = 0; class < TAG_CLASS_COUNT; class ++)
        total += table->counts[label][class];
    return total;
}

static void print_row(const struct table *table, int label)
{
    printf("| %s |", tag_class_name((enum tag_class)label));
    for (int class = TAG_DIGEST; class < TAG_CLASS_COUNT; class ++) {
        if (table->counts[label][class] != 0)
            printf(" %u |", table->counts[label][class]);
        else
            printf(" . |");
    }
    printf(" %u |\n", row_total(table, label));
}

static unsigned admitted_untested(const struct table *table)
{
    unsigned sum = 0;

    for (int label = 0; label < TAG_CLASS_COUNT; label++) {
        for (int class = 0; class < TAG_CLASS_COUNT; class ++) {
            if ((untested >> label & 1U) != 0 && (admitted >> class & 1U) != 0)
                sum += table->counts[label][class];
        }
    }
    return sum;
}

static bool print_table(const struct table *table)
{
    unsigned releases = row_total(table, TAG_RELEASE);
    unsigned unknown = table->counts[TAG_RELEASE][TAG_UNKNOWN];
    unsigned wrong = admitted_untested(table);

    printf("### %s\n\n| read as |", table->title);
    for (int class = TAG_DIGEST; class < TAG_CLASS_COUNT; class ++)
        printf(" %s |", tag_class_name((enum tag_class) class));
    printf(" all |\n|---|");
    for (int class = TAG_DIGEST; class <= TAG_CLASS_COUNT; class ++)
        printf("--:|");
    printf("\n");
    for (int label = TAG_DIGEST; label < TAG_CLASS_COUNT; label++)
        print_row(table, label);
    printf(
        "\nUntested, but classed release, floating or latest: %u. Releases classed unknown: %u of "
        "%u (%.1f %%).\n",
        wrong, unknown, releases, releases != 0 ? 100.0 * unknown / releases : 0.0);
    return wrong == 0 && unknown * 100 < releases * MAX_UNKNOWN_PERCENT;
}

int main(void)
{
    struct test_cases cases;
    struct error error = {0};
    struct tag_table *patterns = tag_table_new(NULL, 0, NULL, &error);
    bool is_good = true;

    if (patterns == NULL) {
        fprintf(stderr, "%s\n", error.text);
        return EXIT_FAILURE;
    }
    cases_load(&cases, "images.tsv");
    for (size_t i = 0; i < cases.count; i++)
        count(patterns, &cases, &cases.items[i]);
    for (size_t i = ARRAY_LEN(tables); i > 0; i--) {
        is_good = print_table(&tables[i - 1]) && is_good;
        if (i > 1)
            printf("\n");
    }
    tag_table_free(patterns);
    cases_release(&cases);
    return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
