#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "command.h"
#include "options.h"
#include "output.h"
#include "output_format.h"
#include "promote_output.h"
#include "runtime/file.h"
#include "runtime/program.h"

enum {
    MAX_TAGS_BYTES = 64 << 20,
    GIT_TIMEOUT_MS = 60 * 1000,
    MEMORY_BYTES = 1 << 30, /* a hundred and more for each short line of the tags */
};

static const char git_command[] = "git tag --list";

static promote_put *const writers[OUTPUT_FORMAT_COUNT] = {
    [OUTPUT_TEXT] = promote_put_text,
    [OUTPUT_JSON] = promote_put_json,
};

/* Of the repository in this folder. */
static bool ask_git(struct buffer *tags)
{
    /* posix_spawn takes what it could write to. */
    char name[] = "git";
    char tag[] = "tag";
    char list[] = "--list";
    char *const arguments[] = {name, tag, list, NULL};
    char *const variables[] = {NULL};
    const struct program git = {name, arguments, variables, GIT_TIMEOUT_MS};
    struct error error = {0};
    if (program_run(&git, tags, &error))
        return true;
    output_complain("%s %s; give the tags with --tags FILE", git_command, error.text);
    return false;
}

static bool read_tags(const char *path, struct buffer *tags)
{
    struct error error = {0};
    bool is_read = false;
    if (path == NULL)
        return ask_git(tags);
    if (strcmp(path, "-") == 0)
        is_read =
            file_read_descriptor(STDIN_FILENO, "standard input", MAX_TAGS_BYTES, tags, &error);
    else
        is_read = file_read(path, MAX_TAGS_BYTES, tags, &error);
    if (!is_read)
        output_complain_error(&error);
    return is_read;
}

static enum exit_code answer(const struct promotion_request *request, struct text tags_from,
                             promote_put *put, struct arena *arena, struct buffer *out)
{
    struct promotion promotion;
    struct error error = {0};
    if (!promotion_judge(request, arena, &promotion, &error)) {
        output_complain_error(&error);
        return EXIT_INTERNAL;
    }
    if (promotion.tag_count == 0) {
        output_complain("there are no tags in %.*s; a shallow clone has none: git fetch --tags",
                        TEXT_ARGS(tags_from));
        return EXIT_INPUT;
    }
    put(out, request, &promotion, tags_from);
    return promotion.is_allowed ? EXIT_CLEAN : EXIT_VIOLATIONS;
}

static enum exit_code promote(struct promotion_request *request, const char *path, promote_put *put)
{
    struct buffer tags = {.max_bytes = MAX_TAGS_BYTES};
    struct buffer out = {0};
    struct arena arena;
    enum exit_code code = EXIT_INPUT;
    arena_init(&arena, MEMORY_BYTES);
    if (read_tags(path, &tags)) {
        request->tags = buffer_text(&tags);
        code =
            answer(request, text_from_string(path != NULL ? path : git_command), put, &arena, &out);
    }
    enum exit_code written = output_write(&out);
    arena_release(&arena);
    buffer_release(&out);
    buffer_release(&tags);
    return written != EXIT_CLEAN ? written : code;
}

enum exit_code command_promote(const struct command *command, const struct arguments *arguments)
{
    struct promotion_request request = {
        .from = text_from_string(arguments_value(arguments, "from")),
        .to = text_from_string(arguments_value(arguments, "to")),
        .is_rollback = arguments_value(arguments, "rollback") != NULL,
        .is_backport = arguments_value(arguments, "backport") != NULL,
    };
    (void)command;
    if (request.from.len == 0 || request.to.len == 0) {
        output_complain("promote needs --from, a pre-release, and --to, a full release");
        return EXIT_USAGE;
    }
    enum output_format format;
    if (!output_format_choose(arguments, &format))
        return EXIT_USAGE;
    return promote(&request, arguments_value(arguments, "tags"), writers[format]);
}
