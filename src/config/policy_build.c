#include "policy_build.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include "base/hash.h"
#include "core/json_node.h"
#include "document/yaml.h"
#include "view.h"

static bool hash_policy(const struct settings *settings, struct policy *policy)
{
    struct buffer view = {0};
    view_put_policy(settings, &view);
    bool is_whole = !view.failed;
    snprintf(policy->hash, sizeof policy->hash, "%016" PRIx64,
             hash_text(hash_basis, buffer_text(&view)));
    buffer_release(&view);
    return is_whole;
}

static void report_pattern(const struct input *input, size_t index, const struct error *error)
{
    struct json_object *list = json_member(input->root, "tagClasses");
    struct json_object *item = json_object_array_get_idx(list, index);
    problem_add(input, origin_in_file(input, position_of_member(item, "pattern")),
                "tagClasses[%zu].pattern is %s", index, error->text);
}

/* Goes on behind each bad pattern, to report all of them. */
static struct tag_table *compile(const struct input *input, const struct tag_rule *rules,
                                 size_t count)
{
    struct tag_table *table = NULL;
    size_t from = 0;
    while (from <= count) {
        struct error error = {0};
        size_t bad = SIZE_MAX;
        table = tag_table_new(rules + from, count - from, &bad, &error);
        if (table != NULL)
            break;
        /* No bad rule: it was the built-in table, which nobody can have written wrong. */
        if (error.kind == ERROR_MEMORY || bad == SIZE_MAX) {
            problem_no_memory(input);
            return NULL;
        }
        report_pattern(input, from + bad, &error);
        from += bad + 1;
    }
    if (from == 0)
        return table;
    tag_table_free(table);
    return NULL;
}

struct tag_table *policy_build_tags(const struct input *input, const struct settings *settings,
                                    struct arena *memory)
{
    const struct tag_class_settings *from = settings->tag_classes.items;
    size_t count = settings->tag_classes.count;
    struct tag_rule *rules = arena_take(memory, count, sizeof *rules);
    if (rules == NULL) {
        problem_no_memory(input);
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        rules[i] = (struct tag_rule){
            .images = from[i].images.items,
            .image_count = from[i].images.count,
            .pattern = from[i].pattern,
            .class = from[i].class,
        };
    }
    return compile(input, rules, count);
}

/* A revision at a path of the admin's may be whatever Argo CD or Flux would take. */
static const struct revision_field git_revision[] = {{.path = {"", 0}, .sort = REVISION_GIT}};

static struct kind_place *add_places(struct kind_place *end, enum kind_place_sort sort,
                                     const struct text_list *paths)
{
    for (size_t i = 0; i < paths->count; i++) {
        *end = (struct kind_place){.sort = sort, .path = paths->items[i]};
        if (sort == PLACE_REVISION) {
            end->fields = git_revision;
            end->field_count = ARRAY_LEN(git_revision);
        }
        end++;
    }
    return end;
}

static bool build_kind(const struct workload_settings *from, struct arena *memory,
                       struct kind *kind)
{
    size_t count = from->pod_specs.count + from->images.count + from->revisions.count;
    struct kind_place *places = arena_take(memory, count, sizeof *places);
    if (places == NULL)
        return false;
    struct kind_place *end = add_places(places, PLACE_POD_SPEC, &from->pod_specs);
    end = add_places(end, PLACE_IMAGE, &from->images);
    add_places(end, PLACE_REVISION, &from->revisions);
    *kind = (struct kind){
        .group = from->group,
        .kind = from->kind,
        .places = places,
        .place_count = count,
    };
    return true;
}

static bool build_kinds(const struct settings *settings, struct policy *policy)
{
    const struct workload_settings *from = settings->workloads.items;
    size_t count = settings->workloads.count;
    struct kind *kinds = arena_take(&policy->memory, count, sizeof *kinds);
    if (kinds == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!build_kind(&from[i], &policy->memory, &kinds[i]))
            return false;
    }
    policy->kinds = kinds;
    policy->kind_count = count;
    return true;
}

static void copy_settings(const struct settings *settings, struct policy *policy)
{
    policy->environments = settings->environments.items;
    policy->environment_count = settings->environments.count;
    policy->default_environment = policy_find_environment(policy, settings->default_environment);
    policy->exemptions = settings->exemptions.items;
    policy->exemption_count = settings->exemptions.count;
    policy->break_glass_groups = settings->break_glass_groups;
    policy->guard_groups = settings->guard_groups;
    policy->controller_pods = settings->controller_pods;
    policy->digest_with_tag = settings->digest_with_tag;
    policy->help = settings->help;
    policy->read_yaml = yaml_read_embedded;
}

bool policy_build(const struct input *input, const struct settings *settings, struct policy *policy)
{
    copy_settings(settings, policy);
    if (build_kinds(settings, policy) && policy_want_kinds(policy) && hash_policy(settings, policy))
        return true;
    problem_no_memory(input);
    return false;
}
