/* Every format of every case is as the file tests/data/reports/<format>/<case>.<extension> says;
 * RG_GOLDEN=1 writes them anew. tests/schemas/validate.sh asks other programs about these files. */
#define _GNU_SOURCE
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data_files.h"
#include "make_report.h"
#include "run_suite.h"

enum { MAX_INPUTS = 3, MAX_FINDINGS = 12 };

static const char released[] = "apiVersion: v1\n"
                               "kind: Pod\n"
                               "metadata: {name: web, namespace: production}\n"
                               "spec: {containers: [{name: app, image: 'acme/app:v1.2.3'}]}\n";

/* Everything that means something to a terminal, XML, YAML, Markdown, a runner or a TAP reader. */
static const char hostile[] =
    "apiVersion: v1\n"
    "kind: Pod\n"
    "metadata:\n"
    "  name: \"a|b`c``d <img src=x onerror=alert(1)> # SKIP ]]> & '\\\"\\u202e\\e[31m\\0\\\\|\"\n"
    "  namespace: production\n"
    "spec:\n"
    "  containers:\n"
    "  - name: \"x\\n::error::owned%0A@admin\\u2028\\x85\\uFFFE\\U0001F600\"\n"
    "    image: \"[click](https://evil.example) {0} {{x}}:main\"\n"
    "  - name: \"`\"\n"
    "    image: \"app:main|`x`\"\n";

#define CONTAINER(name) "  - {name: " name ", image: 'app:main'}\n"
#define FIVE(x) CONTAINER(x "1") CONTAINER(x "2") CONTAINER(x "3") CONTAINER(x "4") CONTAINER(x "5")

static const char many[] = "apiVersion: v1\n"
                           "kind: Pod\n"
                           "metadata: {name: many, namespace: production}\n"
                           "spec:\n"
                           "  containers:\n" FIVE("a") FIVE("b") FIVE("c");

static const char broken[] = "apiVersion: v1\nkind: Pod\nspec: {containers: [\n";

/* What a baseline does with the findings that it knows. */
static void accept(struct report *report, size_t index)
{
    struct report_finding *finding = &report->findings[index];
    report->levels[finding->level]--;
    report->levels[REPORT_NOTE]++;
    finding->level = REPORT_NOTE;
    finding->in_baseline = true;
}

static const struct report_case {
    const char *name;
    struct report_input inputs[MAX_INPUTS];
    size_t max_findings;
    bool has_baseline; /* that knows the first finding */
    struct report_style style;
} cases[] = {
    {.name = "nothing"},
    {.name = "clean", .inputs = {{"prod/web.yaml", released}}},
    {.name = "findings",
     .inputs = {{"./prod/web.yaml", make_report_web}, {"released.yaml", released}}},
    {.name = "hostile",
     .inputs = {{"a, b:c%0A%/\x1b[2J\n#<\xff>'\"`|\xc3\xbc.yaml", hostile}, {"a:b|`.yaml", NULL}}},
    {.name = "unreadable",
     .inputs = {{"-", broken}, {"/etc/secret.yaml", NULL}, {"ok.yaml", released}}},
    {.name = "standard-input", .inputs = {{"-", make_report_web}}},
    {.name = "baseline", .inputs = {{"web.yaml", make_report_web}}, .has_baseline = true},
    {.name = "baseline-shown",
     .inputs = {{"web.yaml", make_report_web}},
     .has_baseline = true,
     .style = {.show_notes = true}},
    {.name = "limit",
     .inputs = {{"many.yaml", many}, {"twins.yaml", make_report_twins}},
     .max_findings = MAX_FINDINGS},
    {.name = "color",
     .inputs = {{"web.yaml", make_report_web}, {"x.yaml", NULL}},
     .style = {.color = true}},
};

static const struct {
    const char *name;
    const char *extension;
} formats[] = {
    {"text", "txt"},    {"json", "json"},  {"yaml", "yaml"},   {"sarif", "json"},
    {"junit", "xml"},   {"github", "txt"}, {"gitlab", "json"}, {"tap", "tap"},
    {"markdown", "md"}, {"html", "html"},  {"table", "txt"},
};

static void make_report(struct report *report, const struct report_case *row)
{
    report_init(report, 0);
    for (size_t i = 0; i < MAX_INPUTS && row->inputs[i].file != NULL; i++)
        make_report_add(report, &row->inputs[i]);
    if (row->has_baseline)
        accept(report, 0);
    report_limit(report, row->max_findings);
    report->duration_ms = 8;
}

static void write_file(const char *path, struct text content)
{
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "%s", path);
    ck_assert_uint_eq(fwrite(content.ptr, 1, content.len, file), content.len);
    fclose(file);
}

static void compare_with_golden(const char *path, struct text got)
{
    if (getenv("RG_GOLDEN") != NULL)
        write_file(path, got);
    struct text want;
    ck_assert_msg(data_file_read(path, NULL, &want), "%s is missing", path);
    ck_assert_msg(text_equal(want, got), "%s: got\n%.*s", path, TEXT_ARGS(got));
    free((char *)want.ptr);
}

/* The style and the script are files of their own, which the page holds word for word. */
static struct text without_assets(struct text page)
{
    if (page.len == 0)
        return page;
    const char *body = memmem(page.ptr, page.len, "<body>", sizeof "<body>" - 1);
    const char *script = memmem(page.ptr, page.len, "<script>", sizeof "<script>" - 1);
    if (body == NULL || script == NULL || body > script)
        return page;
    return (struct text){body, (size_t)(script - body)};
}

START_TEST(every_format_is_as_its_file_says)
{
    const struct report_case *row = &cases[(size_t)_i / ARRAY_LEN(formats)];
    size_t at = (size_t)_i % ARRAY_LEN(formats);
    const struct report_format *format = report_find_format(text_from_string(formats[at].name));
    ck_assert_ptr_nonnull(format);
    const char *data = getenv("RG_TEST_DATA");
    char path[512];
    snprintf(path, sizeof path, "%s/reports/%s/%s.%s", data != NULL ? data : "tests/data",
             format->name, row->name, formats[at].extension);
    struct report report;
    struct buffer out = {0};
    struct report_style style = row->style;
    style.version = "0.1.0";
    make_report(&report, row);
    format->write(&report, &style, &out);
    ck_assert(!out.failed);
    compare_with_golden(path, without_assets(buffer_text(&out)));
    buffer_release(&out);
    report_release(&report);
}
END_TEST

START_TEST(every_format_has_cases)
{
    size_t count;
    const struct report_format *all = report_formats(&count);
    ck_assert_uint_eq(count, ARRAY_LEN(formats));
    for (size_t i = 0; i < count; i++)
        ck_assert_str_eq(all[i].name, formats[i].name);
    ck_assert_ptr_null(report_find_format(TEXT("tex")));
    ck_assert_ptr_null(report_find_format(TEXT("")));
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("report formats");
    TCase *golden = tcase_create("golden");
    tcase_add_loop_test(golden, every_format_is_as_its_file_says, 0,
                        (int)(ARRAY_LEN(cases) * ARRAY_LEN(formats)));
    tcase_add_test(golden, every_format_has_cases);
    suite_add_tcase(suite, golden);
    return suite;
}

int main(void)
{
    return run_suite(make_suite());
}
