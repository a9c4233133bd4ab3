#include "check_file.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/gate.h"
#include "document/manifest.h"
#include "runtime/file.h"

enum {
    /* Half of what json-c's counters hold. A dump of all objects of a cluster of 5,000 nodes is
     * smaller. */
    MAX_FILE_BYTES = 1 << 30,
    MAX_WARNINGS = 100,
};

void check_scratch_init(struct check_scratch *scratch)
{
    *scratch = (struct check_scratch){0};
    arena_init(&scratch->arena, SIZE_MAX);
}

void check_scratch_release(struct check_scratch *scratch)
{
    buffer_release(&scratch->bytes);
    arena_release(&scratch->arena);
}

void check_result_release(struct check_result *result)
{
    report_release(&result->report);
    error_list_release(&result->warnings);
}

static bool is_standard_input(const struct input *input)
{
    return strcmp(input->path, STANDARD_INPUT) == 0;
}

static bool is_stream(const struct input *input)
{
    struct stat status;
    return is_standard_input(input) ||
           (input->error == NULL && stat(input->path, &status) == 0 && !S_ISREG(status.st_mode));
}

bool check_read_stream(struct input *input)
{
    struct error error = {0};
    if (!is_stream(input))
        return true;
    input->is_read = true;
    bool done = is_standard_input(input)
                    ? file_read_descriptor(STDIN_FILENO, input->path, MAX_FILE_BYTES,
                                           &input->content, &error)
                    : file_read(input->path, MAX_FILE_BYTES, &input->content, &error);
    if (done)
        return true;
    return error.kind != ERROR_MEMORY && input_set_error(input, error.text);
}

static void add_problem(struct check_result *result, const struct error *error)
{
    error_list_add(&result->report.problems, error->kind, error->source, error->line, error->column,
                   "%s", error->text);
}

static bool read_input(const struct input *input, struct check_scratch *scratch, struct text *bytes,
                       struct error *error)
{
    if (input->is_read) {
        *bytes = buffer_text(&input->content);
        return true;
    }
    buffer_reset(&scratch->bytes);
    bool done = file_read(input->path, MAX_FILE_BYTES, &scratch->bytes, error);
    *bytes = buffer_text(&scratch->bytes);
    return done;
}

static bool judge(const struct check_terms *terms, const struct input *input,
                  const struct manifest *manifest, struct arena *arena, struct check_result *result,
                  struct error *error)
{
    struct subject subject = manifest_subject(manifest);
    subject.today = terms->today;
    subject.scope.environment = terms->environment;
    if (subject.scope.namespace.len == 0)
        subject.scope.namespace = terms->namespace;
    struct text destination = subject_namespace(terms->policy, &subject);
    subject.scope.label = namespace_labels_find(terms->labels, destination);
    struct report_source source = {text_from_string(input->path), manifest->line};
    struct verdict verdict;
    arena_reset(arena);
    if (!gate_judge(terms->policy, &subject, arena, &verdict, error))
        return false;
    bool is_placed = (subject.scope.namespace.len | destination.len | terms->environment.len) != 0;
    result->stray_count += !is_placed && verdict.image_count != 0 ? 1 : 0;
    return report_add(&result->report, &source, &subject, &verdict) || error_no_memory(error);
}

/* False with an error that is about one object or about the rest of the file. */
static bool take(enum manifest_result found, const struct check_terms *terms,
                 const struct input *input, const struct manifest *manifest,
                 struct check_scratch *scratch, struct check_result *result, struct error *error)
{
    if (found == MANIFEST_SKIPPED)
        result->report.skipped_documents++;
    if (found != MANIFEST_OBJECT)
        return found != MANIFEST_FAILED;
    if (judge(terms, input, manifest, &scratch->arena, result, error))
        return true;
    error->line = error->line != 0 ? error->line : manifest->line;
    snprintf(error->source, sizeof error->source, "%s", input->path);
    return false;
}

static bool check_objects(const struct check_terms *terms, const struct input *input,
                          struct manifest_reader *reader, struct check_scratch *scratch,
                          struct check_result *result)
{
    enum manifest_result found = MANIFEST_OBJECT;
    while (found != MANIFEST_END) {
        struct manifest manifest;
        struct error error = {0};
        found = manifest_reader_next(reader, &manifest, &result->warnings, &error);
        if (take(found, terms, input, &manifest, scratch, result, &error))
            continue;
        if (error.kind == ERROR_MEMORY)
            return false;
        add_problem(result, &error);
    }
    return true;
}

bool check_file_labels(const struct input *input, struct check_scratch *scratch,
                       struct namespace_labels *labels)
{
    struct error error = {0};
    struct text bytes;
    if (input->error != NULL || !read_input(input, scratch, &bytes, &error))
        return error.kind != ERROR_MEMORY;
    return namespace_labels_read(labels, bytes, input->path);
}

bool check_file(const struct check_terms *terms, const struct input *input,
                struct check_scratch *scratch, struct check_result *result)
{
    struct error error = {0};
    struct text bytes;
    *result = (struct check_result){0};
    report_init(&result->report, 0);
    error_list_init(&result->warnings, MAX_WARNINGS);
    result->report.file_count = 1;
    if (input->error != NULL || !read_input(input, scratch, &bytes, &error)) {
        add_problem(result, input->error != NULL ? input->error : &error);
        return error.kind != ERROR_MEMORY;
    }
    struct manifest_reader *reader = manifest_reader_new(bytes, text_from_string(input->path));
    if (reader == NULL)
        return false;
    bool done = check_objects(terms, input, reader, scratch, result);
    manifest_reader_free(reader);
    return done;
}
