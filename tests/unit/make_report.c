#include "make_report.h"

#include <check.h>
#include <stdint.h>

#include "core/gate.h"
#include "document/manifest.h"

enum { TODAY = 20261124 };

const char make_report_web[] = "apiVersion: apps/v1\n"
                               "kind: Deployment\n"
                               "metadata: {name: web, namespace: production}\n"
                               "spec:\n"
                               "  template:\n"
                               "    spec:\n"
                               "      initContainers:\n"
                               "      - name: wait\n"
                               "        image: ghcr.io/acme/wait:v1.2.3\n"
                               "      containers:\n"
                               "      - name: app\n"
                               "        image: ghcr.io/acme/app:main\n"
                               "      - name: sidecar\n"
                               "        image: ghcr.io/acme/sidecar:v1.2.0-pre.145+abc1234\n"
                               "      - {name: broken, image: 7}\n"
                               "---\n"
                               "apiVersion: v1\n"
                               "kind: Pod\n"
                               "metadata: {name: probe, namespace: staging}\n"
                               "spec:\n"
                               "  containers:\n"
                               "  - name: app\n"
                               "    image: ghcr.io/acme/app:feature-x\n";

const char make_report_twins[] = "apiVersion: v1\n"
                                 "kind: Pod\n"
                                 "metadata: {name: twins, namespace: production}\n"
                                 "spec:\n"
                                 "  containers:\n"
                                 "  - {name: a, image: 'app:main'}\n"
                                 "  - {name: a, image: 'app:main'}\n"
                                 "  - {name: b, image: 'app:main'}\n";

static void add_problem(struct report *report, const char *file, const struct error *error)
{
    error_list_add(&report->problems, error->kind, file, error->line, error->column, "%s",
                   error->text);
}

static bool add_object(struct report *report, const struct policy *policy,
                       const struct report_input *input, const struct manifest *manifest)
{
    struct subject subject = manifest_subject(manifest);
    subject.today = TODAY;
    struct report_source source = {text_from_string(input->file), manifest->line};
    struct arena arena;
    struct verdict verdict;
    arena_init(&arena, SIZE_MAX);
    bool done = gate_judge(policy, &subject, &arena, &verdict, NULL) &&
                report_add(report, &source, &subject, &verdict);
    arena_release(&arena);
    return done;
}

static void add_manifests(struct report *report, const struct report_input *input)
{
    struct policy *policy = policy_new_default(NULL);
    ck_assert_ptr_nonnull(policy);
    struct manifest_reader *reader =
        manifest_reader_new(text_from_string(input->yaml), text_from_string(input->file));
    ck_assert_ptr_nonnull(reader);
    struct manifest manifest;
    struct error error = {0};
    enum manifest_result result;
    while ((result = manifest_reader_next(reader, &manifest, NULL, &error)) != MANIFEST_END) {
        if (result == MANIFEST_OBJECT)
            ck_assert(add_object(report, policy, input, &manifest));
        if (result == MANIFEST_FAILED)
            add_problem(report, input->file, &error);
        error = (struct error){0};
    }
    manifest_reader_free(reader);
    policy_free(policy);
}

void make_report_add(struct report *report, const struct report_input *input)
{
    struct error error = {0};
    report->file_count++;
    error_set(&error, ERROR_SYSTEM, "Permission denied");
    if (input->yaml == NULL)
        add_problem(report, input->file, &error);
    else
        add_manifests(report, input);
}
