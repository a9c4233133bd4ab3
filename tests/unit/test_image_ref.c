#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "cases.h"
#include "core/image_ref.h"
#include "run_suite.h"

static struct test_cases cases;

static const struct {
    struct text name;
    enum image_ref_fault fault;
} faults[] = {
    {{"valid", 5}, IMAGE_REF_VALID},
    {{"empty", 5}, IMAGE_REF_EMPTY},
    {{"bad-registry", 12}, IMAGE_REF_BAD_REGISTRY},
    {{"bad-repository", 14}, IMAGE_REF_BAD_REPOSITORY},
    {{"upper-case", 10}, IMAGE_REF_UPPER_CASE},
    {{"long-repository", 15}, IMAGE_REF_LONG_REPOSITORY},
    {{"hex-repository", 14}, IMAGE_REF_HEX_REPOSITORY},
    {{"empty-tag", 9}, IMAGE_REF_EMPTY_TAG},
    {{"bad-tag", 7}, IMAGE_REF_BAD_TAG},
    {{"long-tag", 8}, IMAGE_REF_LONG_TAG},
    {{"bad-digest", 10}, IMAGE_REF_BAD_DIGEST},
};
_Static_assert(ARRAY_LEN(faults) == IMAGE_REF_FAULT_COUNT, "a name for every fault");

static enum image_ref_fault fault_of(struct text name)
{
    for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
        if (text_equal(name, faults[i].name))
            return faults[i].fault;
    }
    return IMAGE_REF_FAULT_COUNT;
}

/* In a block of its own size, so that a checked build sees a read past the end. */
static struct text exact_copy(struct text source)
{
    char *bytes = malloc(source.len != 0 ? source.len : 1);

    if (source.len != 0)
        memcpy(bytes, source.ptr, source.len);
    return (struct text){bytes, source.len};
}

static void check_part(const struct test_case *row, const char *part, struct text want,
                       struct text got)
{
    ck_assert_msg(text_equal(want, got), "%s: %s: want \"%.*s\", got \"%.*s\"",
                  case_place(&cases, row), part, TEXT_ARGS(want), TEXT_ARGS(got));
}

START_TEST(every_reference_has_its_parts_or_its_fault)
{
    const struct test_case *row = &cases.items[_i];
    bool is_empty = text_equal(row->columns[0], TEXT("\\x"));
    struct text source = exact_copy(is_empty ? (struct text){0} : row->columns[0]);
    enum image_ref_fault want = fault_of(row->columns[1]);
    struct image_ref ref;
    enum image_ref_fault got = image_ref_parse(source, &ref);

    ck_assert_msg(got == want, "%s: \"%.*s\": got \"%s\"", case_place(&cases, row),
                  TEXT_ARGS(row->columns[0]), image_ref_fault_text(got));
    check_part(row, "registry", row->columns[2], ref.registry);
    check_part(row, "repository", row->columns[3], ref.repository);
    check_part(row, "tag", row->columns[4], ref.tag);
    check_part(row, "digest", row->columns[5], ref.digest);
    if (got != IMAGE_REF_VALID)
        ck_assert_uint_eq(ref.name.len, 0);
    free((char *)source.ptr);
}
END_TEST

START_TEST(the_name_is_registry_and_repository_as_written)
{
    struct image_ref ref;

    ck_assert_int_eq(image_ref_parse(TEXT("r.io:5000/a/b:v1"), &ref), IMAGE_REF_VALID);
    ck_assert(text_equal(ref.name, TEXT("r.io:5000/a/b")));
    ck_assert_int_eq(image_ref_parse(TEXT("nginx"), &ref), IMAGE_REF_VALID);
    ck_assert(text_equal(ref.name, TEXT("nginx")));
}
END_TEST

START_TEST(a_tag_with_plus_cannot_be_pulled)
{
    struct image_ref ref = {0};

    ck_assert(!image_ref_is_pullable(&ref));
    ck_assert_int_eq(image_ref_parse(TEXT("app:v1.2.0-pre.1+abc1234"), &ref), IMAGE_REF_VALID);
    ck_assert(!image_ref_is_pullable(&ref));
    ck_assert_int_eq(image_ref_parse(TEXT("app:v1.2.0-pre.1_abc1234"), &ref), IMAGE_REF_VALID);
    ck_assert(image_ref_is_pullable(&ref));
}
END_TEST

START_TEST(every_fault_has_its_own_sentence)
{
    for (int i = 0; i <= IMAGE_REF_FAULT_COUNT; i++) {
        for (int j = 0; j < i; j++)
            ck_assert_str_ne(image_ref_fault_text((enum image_ref_fault)i),
                             image_ref_fault_text((enum image_ref_fault)j));
    }
}
END_TEST

/* Megabytes of one byte: a parser whose time grows with the square would not come back. */
START_TEST(long_references_take_linear_time)
{
    static const char bytes[] = "a-_.:/@A[0+";
    size_t len = 1U << 20;
    char *long_text = malloc(len);

    ck_assert_ptr_nonnull(long_text);
    for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
        struct image_ref ref;

        memset(long_text, bytes[i], len);
        ck_assert_int_ne(image_ref_parse((struct text){long_text, len}, &ref), IMAGE_REF_VALID);
        for (size_t at = 0; at < len; at += 2)
            long_text[at] = 'a';
        ck_assert_int_ne(image_ref_parse((struct text){long_text, len}, &ref), IMAGE_REF_VALID);
    }
    free(long_text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("image_ref");
    TCase *tcase = tcase_create("parsing");
    cases_load(&cases, "image_refs.tsv");
    tcase_add_loop_test(tcase, every_reference_has_its_parts_or_its_fault, 0, (int)cases.count);
    tcase_add_test(tcase, the_name_is_registry_and_repository_as_written);
    tcase_add_test(tcase, a_tag_with_plus_cannot_be_pulled);
    tcase_add_test(tcase, every_fault_has_its_own_sentence);
    tcase_add_test(tcase, long_references_take_linear_time);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    cases_release(&cases);
    return status;
}
