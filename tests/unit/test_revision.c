/* Git revisions and versions of charts have their class. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/policy.h"
#include "core/revision.h"
#include "run_suite.h"

enum { MAX_LINE = 256, MAX_ROWS = 256 };

static const char *const sorts[] = {
    [REVISION_GIT] = "git",       [REVISION_BRANCH] = "branch", [REVISION_TAG] = "tag",
    [REVISION_COMMIT] = "commit", [REVISION_DIGEST] = "digest", [REVISION_CHART] = "chart",
    [REVISION_RANGE] = "range",   [REVISION_NEWEST] = "newest", [REVISION_ARGO] = NULL,
};

static struct row {
    int line;
    enum revision_sort sort;
    char revision[MAX_LINE];
    enum tag_class class;
} rows[MAX_ROWS];
static size_t row_count;

static enum revision_sort sort_named(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(sorts); i++) {
        if (sorts[i] != NULL && strcmp(sorts[i], name) == 0)
            return (enum revision_sort)i;
    }
    return REVISION_NONE;
}

/* False if the line is not of the form. */
static bool add_row(char *line, int number)
{
    char *sort = strsep(&line, "\t");
    char *revision = strsep(&line, "\t");
    char *class = strsep(&line, "\n");
    struct row *row = &rows[row_count];
    if (class == NULL || row_count == MAX_ROWS)
        return false;
    row->line = number;
    row->sort = sort_named(sort);
    snprintf(row->revision, sizeof row->revision, "%s", revision);
    row_count++;
    return row->sort != REVISION_NONE && tag_class_from_name(text_from_string(class), &row->class);
}

static void load_rows(void)
{
    const char *data = getenv("RG_TEST_DATA");
    char line[MAX_LINE];
    snprintf(line, sizeof line, "%s/revisions.tsv", data != NULL ? data : "tests/data");
    FILE *file = fopen(line, "r");
    for (int number = 1; file != NULL && fgets(line, sizeof line, file) != NULL; number++) {
        if (line[0] != '#' && !add_row(line, number)) {
            fprintf(stderr, "revisions.tsv:%d: not a row\n", number);
            exit(1);
        }
    }
    if (file != NULL)
        fclose(file);
    if (row_count == 0) {
        fprintf(stderr, "revisions.tsv: no row\n");
        exit(1);
    }
}

static enum tag_class classify(enum revision_sort sort, struct text source, struct text revision,
                               const struct tag_rule *rules, size_t count)
{
    struct error error = {0};
    struct tag_table *table = tag_table_new(rules, count, NULL, &error);
    struct revision_verdict verdict;
    ck_assert_msg(table != NULL, "%s", error.text);
    ck_assert_msg(revision_classify(table, sort, source, revision, &verdict, &error), "%s",
                  error.text);
    tag_table_free(table);
    return verdict.class;
}

START_TEST(every_revision_has_its_class)
{
    const struct row *row = &rows[_i];
    enum tag_class got =
        classify(row->sort, (struct text){0}, text_from_string(row->revision), NULL, 0);
    ck_assert_msg(got == row->class, "revisions.tsv:%d: %s \"%s\": want %s, got %s", row->line,
                  sorts[row->sort], row->revision, tag_class_name(row->class), tag_class_name(got));
}
END_TEST

START_TEST(nul_does_not_cut_a_revision)
{
    ck_assert_int_eq((int)classify(REVISION_GIT, (struct text){0}, TEXT("v1.2.3\0x"), NULL, 0),
                     (int)TAG_UNKNOWN);
}
END_TEST

START_TEST(an_admins_patterns_hold_for_revisions_and_their_source)
{
    static const struct text shop[] = {TEXT_INIT("https://git.example/shop*")};
    static const struct tag_rule rule = {
        .images = shop, .image_count = 1, .pattern = TEXT_INIT("^rel-\\d+$"), .class = TAG_RELEASE};
    struct text other = TEXT("https://git.example/other");
    ck_assert_int_eq((int)classify(REVISION_GIT, shop[0], TEXT("rel-7"), &rule, 1),
                     (int)TAG_RELEASE);
    ck_assert_int_ne((int)classify(REVISION_GIT, other, TEXT("rel-7"), &rule, 1), (int)TAG_RELEASE);
}
END_TEST

START_TEST(what_is_no_revision_is_invalid)
{
    ck_assert_int_eq((int)classify(REVISION_NONE, (struct text){0}, TEXT("v1.2.3"), NULL, 0),
                     (int)TAG_INVALID);
    ck_assert_int_eq((int)classify(REVISION_ARGO, (struct text){0}, TEXT("v1.2.3"), NULL, 0),
                     (int)TAG_INVALID);
}
END_TEST

int main(void)
{
    load_rows();
    Suite *suite = suite_create("revision");
    TCase *tcase = tcase_create("classes");
    tcase_add_loop_test(tcase, every_revision_has_its_class, 0, (int)row_count);
    tcase_add_test(tcase, nul_does_not_cut_a_revision);
    tcase_add_test(tcase, an_admins_patterns_hold_for_revisions_and_their_source);
    tcase_add_test(tcase, what_is_no_revision_is_invalid);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
