#include "doctor/doctor.h"

#include "base/check.h"
#include "command.h"
#include "doctor_facts.h"
#include "open_cluster.h"
#include "options.h"
#include "output.h"
#include "output_format.h"

enum { ARENA_BYTES = 16 << 20 };

static void (*const writers[OUTPUT_FORMAT_COUNT])(struct buffer *out,
                                                  const struct diagnoses *diagnoses) = {
    [OUTPUT_TEXT] = doctor_put_text,
    [OUTPUT_JSON] = doctor_put_json,
};

static enum exit_code examine(const struct doctor_facts *facts, struct arena *arena,
                              enum output_format format)
{
    struct diagnoses diagnoses;
    struct buffer out = {0};
    if (!doctor_examine(facts, arena, &diagnoses)) {
        output_complain("out of memory");
        return EXIT_INTERNAL;
    }
    writers[format](&out, &diagnoses);
    enum exit_code written = output_write(&out);
    buffer_release(&out);
    if (written != EXIT_CLEAN)
        return written;
    return diagnoses.levels[DIAGNOSIS_FAILURE] != 0 ? EXIT_VIOLATIONS : EXIT_CLEAN;
}

/* What stops the questions: the command line, no memory, or nobody who answers. */
static enum exit_code exit_for(const struct error *error)
{
    if (error->kind == ERROR_VALUE)
        return EXIT_USAGE;
    return error->kind == ERROR_MEMORY ? EXIT_INTERNAL : EXIT_UNREACHABLE;
}

static enum exit_code diagnose(struct cluster *cluster, const char *name, enum output_format format)
{
    struct arena arena;
    struct doctor_facts facts;
    struct error error = {0};
    enum exit_code code;
    arena_init(&arena, ARENA_BYTES);
    if (doctor_facts_gather(cluster, name, &arena, &facts, &error)) {
        code = examine(&facts, &arena, format);
    } else {
        output_complain_error(&error);
        code = exit_for(&error);
    }
    doctor_facts_release(&facts);
    arena_release(&arena);
    return code;
}

enum exit_code command_doctor(const struct command *command, const struct arguments *arguments)
{
    enum output_format format;
    (void)command;
    if (!output_format_choose(arguments, &format))
        return EXIT_USAGE;
    struct error error = {0};
    struct cluster *cluster = open_cluster(arguments, &error);
    if (cluster == NULL) {
        output_complain_error(&error);
        return EXIT_USAGE;
    }
    enum exit_code code =
        diagnose(cluster, arguments_value(arguments, "webhook-configuration"), format);
    cluster_close(cluster);
    return code;
}
