/* How many threads may run: each folder in tests/data/cgroup has what stands in /proc/self/cgroup
 * in "groups", below "mount" a part of /sys/fs/cgroup, and in "cores" what comes of it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "data_files.h"
#include "run_suite.h"
#include "runtime/cores.h"

static glob_t cases;

static const struct {
    const char *cpu_max;
    unsigned cores;
} quotas[] = {
    {"max 100000\n", 0},
    {"100000 100000\n", 1},
    {"50000 100000\n", 1},
    {"150000 100000\n", 2},
    {"200000 100000", 2},
    {"200001 100000", 3},
    {"", 0},
    {"0 100000", 0},
    {"100000 0", 0},
    {"100000", 0},
    {"-1 100000", 0},
    {"1 2 3", 0},
    {"99999999999999999999 1", 0},
};

START_TEST(a_quota_is_rounded_up_to_cores)
{
    unsigned got = cores_of_quota(text_from_string(quotas[_i].cpu_max));
    ck_assert_msg(got == quotas[_i].cores, "\"%s\": %u", quotas[_i].cpu_max, got);
}
END_TEST

static unsigned wanted(const char *folder)
{
    char path[512];
    struct text content;
    snprintf(path, sizeof path, "%s/cores", folder);
    ck_assert_msg(data_file_read(path, NULL, &content), "%s", path);
    unsigned cores = (unsigned)strtoul(content.ptr, NULL, 10);
    free((char *)content.ptr);
    return cores;
}

START_TEST(the_smallest_quota_upwards_counts)
{
    char groups[512];
    char mount[512];
    const char *folder = cases.gl_pathv[_i];
    snprintf(groups, sizeof groups, "%s/groups", folder);
    snprintf(mount, sizeof mount, "%s/mount", folder);
    unsigned got = cores_granted(groups, mount);
    ck_assert_msg(got == wanted(folder), "%s: %u", folder, got);
}
END_TEST

START_TEST(there_is_always_one)
{
    ck_assert_uint_ge(cores_usable(), 1);
    ck_assert_uint_eq(cores_granted("/no/such/file", "/"), 0);
}
END_TEST

int main(void)
{
    data_files_find("cgroup/?*", &cases);
    Suite *suite = suite_create("cores");
    TCase *tcase = tcase_create("quotas");
    tcase_add_loop_test(tcase, a_quota_is_rounded_up_to_cores, 0, (int)ARRAY_LEN(quotas));
    tcase_add_loop_test(tcase, the_smallest_quota_upwards_counts, 0, (int)cases.gl_pathc);
    tcase_add_test(tcase, there_is_always_one);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    globfree(&cases);
    return status;
}
