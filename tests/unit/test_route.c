#include <check.h>

#include "base/check.h"
#include "run_suite.h"
#include "server/route.h"
#include "server/state.h"

static const struct {
    unsigned entrance;
    const char *method;
    struct text path;
    enum route_result want;
    const char *segment;
} cases[] = {
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validate"), ROUTE_FOUND, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validate/dev"), ROUTE_FOUND, "dev"},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validate/ "), ROUTE_FOUND, " "},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/guard"), ROUTE_FOUND, ""},
    {ENTRANCE_HTTPS, "GET", TEXT_INIT("/livez"), ROUTE_FOUND, ""},
    {ENTRANCE_HTTPS, "HEAD", TEXT_INIT("/readyz"), ROUTE_FOUND, ""},
    {ENTRANCE_PLAIN, "GET", TEXT_INIT("/livez"), ROUTE_FOUND, ""},
    {ENTRANCE_PLAIN, "GET", TEXT_INIT("/readyz"), ROUTE_FOUND, ""},
    {ENTRANCE_PLAIN, "GET", TEXT_INIT("/metrics"), ROUTE_FOUND, ""},

    {ENTRANCE_HTTPS, "GET", TEXT_INIT("/validate"), ROUTE_WRONG_METHOD, ""},
    {ENTRANCE_HTTPS, "GET", TEXT_INIT("/validate/dev"), ROUTE_WRONG_METHOD, "dev"},
    {ENTRANCE_HTTPS, "post", TEXT_INIT("/validate"), ROUTE_WRONG_METHOD, ""},
    {ENTRANCE_HTTPS, "", TEXT_INIT("/validate"), ROUTE_WRONG_METHOD, ""},
    {ENTRANCE_HTTPS, "GET, HEAD", TEXT_INIT("/livez"), ROUTE_WRONG_METHOD, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/livez"), ROUTE_WRONG_METHOD, ""},

    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/imagereview"), ROUTE_FOUND, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/imagereview/dev"), ROUTE_FOUND, "dev"},
    {ENTRANCE_PLAIN, "POST", TEXT_INIT("/imagereview"), ROUTE_UNKNOWN, ""},

    {ENTRANCE_HTTPS, "GET", TEXT_INIT("/metrics"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_PLAIN, "POST", TEXT_INIT("/validate"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_PLAIN, "POST", TEXT_INIT("/validate/dev"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validate/"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validate/dev/"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validate/dev/x"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validate//dev"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validatedev"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/valid"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/validate\0"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "POST", TEXT_INIT("/VALIDATE"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "GET", TEXT_INIT("/livez/"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "GET", TEXT_INIT("/livez/ping"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "GET", TEXT_INIT("/"), ROUTE_UNKNOWN, ""},
    {ENTRANCE_HTTPS, "GET", TEXT_INIT(""), ROUTE_UNKNOWN, ""},
};

START_TEST(every_path_leads_where_it_should)
{
    struct route_match match =
        route_find(cases[_i].entrance, text_from_string(cases[_i].method), cases[_i].path);
    ck_assert_int_eq(match.result, cases[_i].want);
    ck_assert(text_equal(match.segment, text_from_string(cases[_i].segment)));
    ck_assert((match.route == NULL) == (match.result == ROUTE_UNKNOWN));
}
END_TEST

START_TEST(only_reviews_are_kept_from_strangers)
{
    struct route_match review = route_find(ENTRANCE_HTTPS, TEXT("POST"), TEXT("/validate/dev"));
    struct route_match guard = route_find(ENTRANCE_HTTPS, TEXT("POST"), TEXT("/guard"));
    struct route_match probe = route_find(ENTRANCE_HTTPS, TEXT("GET"), TEXT("/livez"));
    ck_assert(review.route->takes_review);
    ck_assert(guard.route->takes_review);
    ck_assert_int_eq(guard.route->question, ADMISSION_NAMESPACE_LABEL);
    struct route_match images = route_find(ENTRANCE_HTTPS, TEXT("POST"), TEXT("/imagereview"));
    ck_assert(images.route->takes_review);
    ck_assert_int_eq(images.route->question, ADMISSION_IMAGE_REVIEW);
    ck_assert(!probe.route->takes_review);
}
END_TEST

START_TEST(each_entrance_knows_its_paths)
{
    struct buffer paths = {0};
    route_put_paths(ENTRANCE_PLAIN, &paths);
    ck_assert(text_equal(buffer_text(&paths), TEXT("/livez, /readyz, /metrics")));
    buffer_release(&paths);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("route");
    TCase *tcase = tcase_create("paths");
    tcase_add_loop_test(tcase, every_path_leads_where_it_should, 0, (int)ARRAY_LEN(cases));
    tcase_add_test(tcase, only_reviews_are_kept_from_strangers);
    tcase_add_test(tcase, each_entrance_knows_its_paths);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
