#include "audit/audit.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/json_node.h"
#include "namespaces.h"
#include "owners.h"

struct audit {
    const struct audit_terms *terms;
    struct namespaces namespaces;
    struct owners owners;
    struct audit_counts counts;
    struct arena arena; /* of the current object */
};

struct audit *audit_new(const struct audit_terms *terms)
{
    struct audit *audit = calloc(1, sizeof *audit);
    if (audit == NULL)
        return NULL;
    audit->terms = terms;
    namespaces_init(&audit->namespaces);
    owners_init(&audit->owners);
    arena_init(&audit->arena, SIZE_MAX);
    return audit;
}

void audit_free(struct audit *audit)
{
    if (audit == NULL)
        return;
    namespaces_release(&audit->namespaces);
    owners_release(&audit->owners);
    arena_release(&audit->arena);
    free(audit);
}

const struct audit_terms *audit_terms(const struct audit *audit)
{
    return audit->terms;
}

struct audit_counts audit_counts(const struct audit *audit)
{
    return audit->counts;
}

/* ---- One object. */

static bool is_kind(const struct manifest *manifest, struct text group, struct text kind)
{
    return text_equal(manifest->group, group) && text_equal(manifest->kind, kind);
}

static bool is_pod(const struct manifest *manifest)
{
    return is_kind(manifest, TEXT(""), TEXT("Pod"));
}

/* A label that names no environment is left to the namespace's name, as the webhooks' selectors
 * leave it. */
static struct text label_of(struct audit *audit, struct text namespace)
{
    struct text label = namespaces_label(&audit->namespaces, namespace);
    bool is_known = policy_find_environment(audit->terms->policy, label) != NULL;
    return is_known ? label : (struct text){0};
}

static struct subject subject_of(struct audit *audit, const struct manifest *manifest)
{
    struct subject subject = manifest_subject(manifest);
    subject.today = audit->terms->today;
    subject.scope.environment = audit->terms->environment;
    subject.scope.label = label_of(audit, subject_namespace(audit->terms->policy, &subject));
    return subject;
}

static bool judge(struct audit *audit, const struct subject *subject, struct verdict *verdict,
                  struct error *error)
{
    arena_reset(&audit->arena);
    return gate_judge(audit->terms->policy, subject, &audit->arena, verdict, error);
}

/* ---- Before. */

bool audit_collect(struct audit *audit, const struct manifest *manifest)
{
    struct verdict verdict;
    struct error error = {0};
    if (is_pod(manifest))
        return true;
    struct subject subject = subject_of(audit, manifest);
    if (!namespaces_add(&audit->namespaces, manifest))
        return false;
    /* What cannot be judged is told when it comes again. */
    if (!judge(audit, &subject, &verdict, &error))
        return error.kind != ERROR_MEMORY;
    return owners_add(&audit->owners, manifest, &verdict);
}

/* ---- After. */

/* Its containers have ended and are not started again. */
static bool has_ended(const struct manifest *manifest)
{
    struct json_object *status = json_member(manifest->object, "status");
    struct text phase = json_member_text(status, "phase");
    if (is_pod(manifest))
        return text_equal(phase, TEXT("Succeeded")) || text_equal(phase, TEXT("Failed"));
    return is_kind(manifest, TEXT("batch"), TEXT("Job")) &&
           json_member(status, "completionTime") != NULL;
}

/* Leaves in the verdict what the owner was not judged for. False when there is no memory. */
static bool leave_new_images(struct audit *audit, struct owner *owner, struct verdict *verdict)
{
    size_t count = verdict->image_count;
    struct judged_image *images = arena_take(&audit->arena, count, sizeof *images);
    struct finding *findings = arena_take(&audit->arena, verdict->finding_count, sizeof *findings);
    struct verdict left = {
        .environment = verdict->environment, .images = images, .findings = findings};
    if (images == NULL || findings == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct judged_image image = verdict->images[i];
        if (owner_names_image(owner, &image.use))
            continue;
        if (!owner_mark_image(owner, &image.use))
            return false;
        if (image.finding != NULL) {
            findings[left.finding_count] = *image.finding;
            image.finding = &findings[left.finding_count++];
            left.outcome_counts[image.finding->outcome]++;
        }
        images[left.image_count++] = image;
    }
    left.allowed = left.outcome_counts[OUTCOME_DENY] == 0;
    *verdict = left;
    return true;
}

static bool add(struct audit *audit, struct text file, const struct manifest *manifest,
                const struct subject *subject, const struct verdict *verdict)
{
    const struct audit_terms *terms = audit->terms;
    struct report_source source = {file, manifest->line};
    if (verdict->image_count == 0)
        return true;
    return report_add(terms->report, &source, subject, verdict) &&
           (terms->see == NULL || terms->see(terms->closure, subject, verdict));
}

/* A pod stands for its workload: what runs there although the template says something else. */
static bool judge_owned_pod(struct audit *audit, struct text file, const struct manifest *manifest,
                            struct owner *owner, struct error *error)
{
    struct verdict verdict;
    struct subject subject = subject_of(audit, manifest);
    if (!judge(audit, &subject, &verdict, error))
        return false;
    if (!leave_new_images(audit, owner, &verdict))
        return error_no_memory(error);
    audit->counts.attributed += verdict.image_count == 0 ? 1 : 0;
    subject.group = (struct text){0};
    subject.kind = owner->kind;
    subject.name = owner->name;
    return add(audit, file, manifest, &subject, &verdict) || error_no_memory(error);
}

static bool judge_own(struct audit *audit, struct text file, const struct manifest *manifest,
                      struct error *error)
{
    struct verdict verdict;
    struct subject subject = subject_of(audit, manifest);
    return judge(audit, &subject, &verdict, error) &&
           (add(audit, file, manifest, &subject, &verdict) || error_no_memory(error));
}

static bool is_wanted(const struct audit *audit, const struct manifest *manifest)
{
    struct text namespace = audit->terms->namespace;
    return namespace.len == 0 || text_equal(namespace, manifest->namespace);
}

bool audit_judge(struct audit *audit, struct text file, const struct manifest *manifest)
{
    struct error error = {0};
    if (!is_wanted(audit, manifest))
        return true;
    audit->counts.objects++;
    struct owner *owner = owners_find_root(&audit->owners, manifest);
    if (has_ended(manifest)) {
        audit->counts.ended++;
        return true;
    }
    if (owner != NULL && !is_pod(manifest)) {
        audit->counts.attributed++;
        return true;
    }
    bool done = owner != NULL ? judge_owned_pod(audit, file, manifest, owner, &error)
                              : judge_own(audit, file, manifest, &error);
    if (done || error.kind == ERROR_MEMORY)
        return done;
    char name[sizeof error.source];
    snprintf(name, sizeof name, "%.*s", TEXT_ARGS(file));
    error_list_add(&audit->terms->report->problems, error.kind, name, manifest->line, 0, "%s",
                   error.text);
    return true;
}
