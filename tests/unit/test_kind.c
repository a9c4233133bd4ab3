/* The table of kinds: what scripts/kinds made of src/core/kinds.table. */
#include <check.h>

#include "core/kind.h"
#include "run_suite.h"

START_TEST(every_row_is_found_by_its_group_and_kind)
{
    size_t count = 0;
    const struct kind *kinds = kind_built_in_table(&count);
    ck_assert_uint_gt(count, 100);
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(kind_find_built_in(kinds[i].group, kinds[i].kind) == &kinds[i], "%.*s %.*s",
                      TEXT_ARGS(kinds[i].group), TEXT_ARGS(kinds[i].kind));
        ck_assert_uint_ne(kinds[i].resource.len, 0);
        ck_assert_uint_ne(kinds[i].versions.count, 0);
    }
}
END_TEST

START_TEST(what_is_not_in_the_table_is_not_found)
{
    ck_assert_ptr_null(kind_find_built_in(TEXT("apps"), TEXT("Pod")));
    ck_assert_ptr_null(kind_find_built_in(TEXT(""), TEXT("Po")));
    ck_assert_ptr_null(kind_find_built_in(TEXT(""), TEXT("Pods")));
    ck_assert_ptr_null(kind_find_built_in(TEXT(""), TEXT("")));
}
END_TEST

START_TEST(every_place_has_a_path_that_is_read)
{
    size_t count = 0;
    const struct kind *kinds = kind_built_in_table(&count);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < kinds[i].place_count; j++) {
            const struct kind_place *place = &kinds[i].places[j];
            struct error error = {0};
            ck_assert_msg(place->path.len == 0 || kind_path_check(place->path, &error), "%.*s: %s",
                          TEXT_ARGS(kinds[i].kind), error.text);
            ck_assert_int_eq(place->field_count != 0, place->sort == PLACE_REVISION);
        }
    }
}
END_TEST

/* Only what the API server itself requires may be found missing. */
START_TEST(only_workloads_of_kubernetes_require_images)
{
    size_t count = 0;
    const struct kind *kinds = kind_built_in_table(&count);
    for (size_t i = 0; i < count; i++) {
        bool is_own = text_find(kinds[i].group, '.') == kinds[i].group.len;
        ck_assert_msg(!kinds[i].requires_image || is_own, "%.*s", TEXT_ARGS(kinds[i].kind));
        ck_assert(!kinds[i].requires_image || !kinds[i].is_searched);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("kind");
    TCase *tcase = tcase_create("table");
    tcase_add_test(tcase, every_row_is_found_by_its_group_and_kind);
    tcase_add_test(tcase, what_is_not_in_the_table_is_not_found);
    tcase_add_test(tcase, every_place_has_a_path_that_is_read);
    tcase_add_test(tcase, only_workloads_of_kubernetes_require_images);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
