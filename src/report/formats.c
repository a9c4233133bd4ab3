#include "formats.h"

static const struct report_format formats[] = {
    {"text", "one line for each finding, then the fix", format_text},
    {"json", "one JSON document with everything", format_json},
    {"yaml", "the same as YAML", format_yaml},
    {"sarif", "SARIF 2.1.0, for code scanning", format_sarif},
    {"junit", "JUnit XML, one test case for each object", format_junit},
    {"github", "annotations of a GitHub Actions run", format_github},
    {"gitlab", "GitLab Code Quality report", format_gitlab},
    {"tap", "TAP 14, one test point for each object", format_tap},
    {"markdown", "for a pull request or the summary of a run", format_markdown},
    {"html", "one page for a browser: findings first, then which version is where", format_html},
    {"table", "which version of each application is where", format_table},
};

const struct report_format *report_formats(size_t *count)
{
    *count = ARRAY_LEN(formats);
    return formats;
}

const struct report_format *report_find_format(struct text name)
{
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        if (text_equal(text_from_string(formats[i].name), name))
            return &formats[i];
    }
    return NULL;
}

const char *report_level_name(enum report_level level)
{
    static const char *const names[] = {
        [REPORT_ERROR] = "error",
        [REPORT_WARNING] = "warning",
        [REPORT_NOTE] = "note",
    };
    _Static_assert(ARRAY_LEN(names) == REPORT_LEVEL_COUNT, "every level has its name");
    return names[level];
}
