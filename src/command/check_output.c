#include "check_output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output.h"
#include "runtime/clock.h"

/* GitHub takes no larger summary of a step (docs.github.com, "Workflow commands"). */
enum { MAX_STEP_SUMMARY_BYTES = 1024 * 1024 };

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);
    return value != NULL && value[0] != '\0';
}

static bool is_capable_terminal(int file)
{
    const char *kind = getenv("TERM");
    return isatty(file) && (kind == NULL || strcmp(kind, "dumb") != 0);
}

/* The flag says more than the variable (no-color.org). */
static bool wants_color(const struct check_options *options, int file)
{
    if (options->color == CHECK_COLOR_AUTO)
        return !is_set("NO_COLOR") && is_capable_terminal(file);
    return options->color == CHECK_COLOR_ALWAYS;
}

static enum exit_code complain_of_file(const char *path)
{
    output_complain("%s: cannot be written: %s", path, strerror(errno));
    return EXIT_INTERNAL;
}

static enum exit_code write_to_file(const char *path, const char *mode,
                                    const struct buffer *content)
{
    struct text bytes = buffer_text(content);
    if (content->failed) {
        output_complain("out of memory");
        return EXIT_INTERNAL;
    }
    FILE *file = fopen(path, mode);
    if (file == NULL)
        return complain_of_file(path);
    bool is_written = bytes.len == 0 || fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
    int reason = errno;
    if (fclose(file) == 0 && is_written)
        return EXIT_CLEAN;
    errno = is_written ? errno : reason;
    return complain_of_file(path);
}

static enum exit_code write_to_stderr(const struct buffer *content)
{
    struct text bytes = buffer_text(content);
    if (content->failed) {
        output_complain("out of memory");
        return EXIT_INTERNAL;
    }
    if (bytes.len != 0)
        fwrite(bytes.ptr, 1, bytes.len, stderr);
    return EXIT_CLEAN;
}

static enum exit_code write_target(const struct check_options *options,
                                   const struct check_target *target, const struct report *report)
{
    struct buffer content = {0};
    struct buffer time = {0};
    clock_put_time(&time);
    int stream = options->passthrough ? STDERR_FILENO : STDOUT_FILENO;
    struct report_style style = {
        .color = target->file == NULL && wants_color(options, stream),
        .show_notes = options->show_notes,
        .version = RELEASE_GATE_VERSION,
        .time = buffer_text(&time),
    };
    target->format->write(report, &style, &content);
    buffer_release(&time);
    enum exit_code code;
    if (target->file != NULL)
        code = write_to_file(target->file, "wbe", &content);
    else
        code = options->passthrough ? write_to_stderr(&content) : output_write(&content);
    buffer_release(&content);
    return code;
}

/* Steps of one job share the file: append. */
static enum exit_code write_step_summary(const struct report *report, bool show_notes)
{
    const char *path = getenv("GITHUB_STEP_SUMMARY");
    const struct report_format *markdown = report_find_format(TEXT("markdown"));
    struct report_style style = {.show_notes = show_notes, .version = RELEASE_GATE_VERSION};
    struct buffer content = {0};
    enum exit_code code = EXIT_CLEAN;
    if (path == NULL || path[0] == '\0' || markdown == NULL)
        return EXIT_CLEAN;
    markdown->write(report, &style, &content);
    if (content.len > MAX_STEP_SUMMARY_BYTES)
        output_complain("the step summary is left out: GitHub takes %d bytes at most, "
                        "--max-findings makes it shorter",
                        MAX_STEP_SUMMARY_BYTES);
    else
        code = write_to_file(path, "abe", &content);
    buffer_release(&content);
    return code;
}

enum exit_code check_output(const struct check_options *options, const struct report *report)
{
    enum exit_code worst = EXIT_CLEAN;
    for (size_t i = 0; i < options->target_count; i++) {
        const struct check_target *target = &options->targets[i];
        enum exit_code code = write_target(options, target, report);
        if (code == EXIT_CLEAN && strcmp(target->format->name, "github") == 0)
            code = write_step_summary(report, options->show_notes);
        worst = code > worst ? code : worst;
    }
    return worst;
}
