#include "audit_sample.h"

#include <stdlib.h>

#include "audit/open_reports.h"
#include "base/hash.h"
#include "core/glob.h"
#include "core/tag.h"

enum { SLOTS_PER_SAMPLE = 4, FAMILY_WORKLOADS = 0, FAMILY_DROPPED, FAMILY_VIOLATIONS };

static const struct metric_family families[] = {
    [FAMILY_WORKLOADS] = {"release_gate_workload_info", METRIC_GAUGE,
                          "environment, namespace, workload, container, image, version, class, "
                          "result",
                          "1 for each image of a workload that was found by the last audit"},
    [FAMILY_DROPPED] = {"release_gate_workload_info_dropped", METRIC_GAUGE, "",
                        "images beyond audit.maxWorkloads, which release_gate_workload_info leaves "
                        "out"},
    [FAMILY_VIOLATIONS] = {"release_gate_audit_violations", METRIC_GAUGE, "environment, rule",
                           "images that break the rules, found by the last audit"},
};

const struct metric_family *audit_sample_family(size_t index)
{
    return index < ARRAY_LEN(families) ? &families[index] : NULL;
}

bool audit_sample_init(struct audit_sample *sample, const struct config *config)
{
    size_t environments = config->policy->environment_count;
    *sample = (struct audit_sample){
        .settings = &config->audit,
        .policy = config->policy,
        .info_family = {config->audit.info_metric, METRIC_GAUGE, "environment, version",
                        "1 for each version that an environment runs"},
        /* One more, so that there is always a free slot. */
        .seen_slots = (size_t)config->audit.max_workloads * SLOTS_PER_SAMPLE + 1,
    };
    sample->seen = calloc(sample->seen_slots, sizeof *sample->seen);
    sample->violations = calloc(environments * RULE_COUNT, sizeof *sample->violations);
    return sample->seen != NULL && sample->violations != NULL;
}

void audit_sample_release(struct audit_sample *sample)
{
    buffer_release(&sample->workloads.text);
    buffer_release(&sample->info.text);
    free(sample->seen);
    free(sample->violations);
    *sample = (struct audit_sample){0};
}

/* ---- Adding. */

/* Never 0. */
static uint64_t hash_of(const struct metric_family *family, const struct metric_labels *labels)
{
    uint64_t hash = hash_basis ^ (uint64_t)(uintptr_t)family;
    for (size_t i = 0; i < labels->count; i++)
        hash = hash_field(hash, labels->items[i].value);
    return hash | 1;
}

/* Prometheus refuses a scrape that has a sample twice. */
static bool is_new(struct audit_sample *sample, uint64_t hash)
{
    size_t at = (size_t)(hash % sample->seen_slots);
    while (sample->seen[at] != 0 && sample->seen[at] != hash)
        at = (at + 1) % sample->seen_slots;
    bool is_free = sample->seen[at] == 0;
    sample->seen[at] = hash;
    return is_free;
}

/* False if there are `limit` already. */
static bool put_once(struct audit_sample *sample, const struct metric_family *family,
                     struct metric_labels labels, struct sample_list *list, size_t limit)
{
    if (list->count >= limit)
        return false;
    if (!is_new(sample, hash_of(family, &labels)))
        return true;
    list->count++;
    exposition_put_number(&list->text, family, "", labels, 1);
    return true;
}

static struct text version_of(const struct judged_image *image)
{
    struct text version = image->class == TAG_DIGEST ? image->ref.digest : image->ref.tag;
    return version.len == 0 && image->class == TAG_LATEST ? TEXT("latest") : version;
}

static void put_workload(struct audit_sample *sample, const struct subject *subject,
                         const struct verdict *verdict, const struct judged_image *image)
{
    enum open_result result = open_result_of(image->finding);
    /* An alert needs what breaks the rules, however much there is that does not. */
    size_t limit = (size_t)sample->settings->max_workloads * (result == OPEN_RESULT_FAIL ? 2 : 1);
    struct buffer workload = {0};
    buffer_printf(&workload, "%.*s/%.*s", TEXT_ARGS(subject->kind), TEXT_ARGS(subject->name));
    const struct metric_label labels[] = {
        {"environment", verdict->environment->name},
        {"namespace", subject->scope.namespace},
        {"workload", buffer_text(&workload)},
        {"container", image->use.name},
        {"image", image->ref.name.len != 0 ? image->ref.name : image->use.image},
        {"version", version_of(image)},
        {"class", text_from_string(tag_class_name(image->class))},
        {"result", text_from_string(open_result_name(result))},
    };
    if (!put_once(sample, &families[FAMILY_WORKLOADS],
                  (struct metric_labels){labels, ARRAY_LEN(labels)}, &sample->workloads, limit))
        sample->dropped++;
    sample->workloads.text.failed = sample->workloads.text.failed || workload.failed;
    buffer_release(&workload);
}

static void put_info(struct audit_sample *sample, const struct verdict *verdict,
                     const struct judged_image *image)
{
    const struct text_list *globs = &sample->settings->info_images;
    const struct metric_label labels[] = {
        {"environment", verdict->environment->name},
        {"version", version_of(image)},
    };
    if (sample->settings->info_metric[0] == '\0' ||
        (globs->count != 0 && !glob_match_any(globs->items, globs->count, image->ref.name)))
        return;
    /* It has too few values to meet the limit. */
    (void)put_once(sample, &sample->info_family, (struct metric_labels){labels, ARRAY_LEN(labels)},
                   &sample->info, sample->settings->max_workloads);
}

static void count_violations(struct audit_sample *sample, const struct verdict *verdict)
{
    size_t environment = (size_t)(verdict->environment - sample->policy->environments);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const struct finding *finding = &verdict->findings[i];
        if (open_result_of(finding) == OPEN_RESULT_FAIL)
            sample->violations[environment * RULE_COUNT + rule_index_of(finding->rule)]++;
    }
}

bool audit_sample_see(void *closure, const struct subject *subject, const struct verdict *verdict)
{
    struct audit_sample *sample = closure;
    count_violations(sample, verdict);
    for (size_t i = 0; i < verdict->image_count; i++) {
        const struct judged_image *image = &verdict->images[i];
        /* A revision runs nothing itself. */
        if (image->use.problem != NULL || image->use.revision != REVISION_NONE ||
            image->use.is_opaque)
            continue;
        put_workload(sample, subject, verdict, image);
        put_info(sample, verdict, image);
    }
    return !sample->workloads.text.failed && !sample->info.text.failed;
}

/* ---- Telling. */

static void put_violations(const struct audit_sample *sample, struct buffer *out)
{
    exposition_put_head(out, &families[FAMILY_VIOLATIONS]);
    for (size_t i = 0; i < sample->policy->environment_count; i++) {
        for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
            const struct metric_label labels[] = {
                {"environment", sample->policy->environments[i].name},
                {"rule", text_from_string(rule_at(rule)->id)},
            };
            exposition_put_number(out, &families[FAMILY_VIOLATIONS], "",
                                  (struct metric_labels){labels, ARRAY_LEN(labels)},
                                  sample->violations[i * RULE_COUNT + rule]);
        }
    }
}

void audit_sample_put(const struct audit_sample *sample, struct buffer *out)
{
    exposition_put_head(out, &families[FAMILY_WORKLOADS]);
    buffer_put(out, buffer_text(&sample->workloads.text));
    exposition_put_head(out, &families[FAMILY_DROPPED]);
    exposition_put_number(out, &families[FAMILY_DROPPED], "", (struct metric_labels){0},
                          sample->dropped);
    put_violations(sample, out);
    if (sample->info.count == 0)
        return;
    exposition_put_head(out, &sample->info_family);
    buffer_put(out, buffer_text(&sample->info.text));
}
