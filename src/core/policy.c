#include "core/policy.h"

#include <stdlib.h>

#include "core/glob.h"

#define GLOBS(array)                                                                               \
    {                                                                                              \
        (array), ARRAY_LEN(array)                                                                  \
    }

static const struct text production_namespaces[] = {
    TEXT_INIT("production"), TEXT_INIT("prod"),         TEXT_INIT("prod-*"),
    TEXT_INIT("*-prod"),     TEXT_INIT("*-production"), TEXT_INIT("customer-*"),
};

static const struct text test_namespaces[] = {
    TEXT_INIT("test"),    TEXT_INIT("test-*"),    TEXT_INIT("*-test"), TEXT_INIT("testing"),
    TEXT_INIT("staging"), TEXT_INIT("*-staging"), TEXT_INIT("qa"),     TEXT_INIT("qa-*"),
};

#define PRODUCTION_RULES                                                                           \
    {                                                                                              \
        [TAG_INVALID] = ACTION_DENY, [TAG_DIGEST] = ACTION_DENY, [TAG_LATEST] = ACTION_ALLOW,      \
        [TAG_PRE_LATEST] = ACTION_DENY, [TAG_PRE_RELEASE] = ACTION_DENY, [TAG_SHA] = ACTION_DENY,  \
        [TAG_RELEASE] = ACTION_ALLOW, [TAG_FLOATING] = ACTION_ALLOW, [TAG_UNKNOWN] = ACTION_DENY,  \
    }

#define TEST_RULES                                                                                 \
    {                                                                                              \
        [TAG_INVALID] = ACTION_DENY, [TAG_DIGEST] = ACTION_WARN, [TAG_LATEST] = ACTION_ALLOW,      \
        [TAG_PRE_LATEST] = ACTION_ALLOW, [TAG_PRE_RELEASE] = ACTION_ALLOW,                         \
        [TAG_SHA] = ACTION_WARN, [TAG_RELEASE] = ACTION_ALLOW, [TAG_FLOATING] = ACTION_ALLOW,      \
        [TAG_UNKNOWN] = ACTION_WARN,                                                               \
    }

#define DEV_RULES                                                                                  \
    {                                                                                              \
        [TAG_INVALID] = ACTION_WARN, [TAG_DIGEST] = ACTION_ALLOW, [TAG_LATEST] = ACTION_ALLOW,     \
        [TAG_PRE_LATEST] = ACTION_ALLOW, [TAG_PRE_RELEASE] = ACTION_ALLOW,                         \
        [TAG_SHA] = ACTION_ALLOW, [TAG_RELEASE] = ACTION_ALLOW, [TAG_FLOATING] = ACTION_ALLOW,     \
        [TAG_UNKNOWN] = ACTION_ALLOW,                                                              \
    }

static const struct environment built_in[] = {
    {
        .name = TEXT_INIT("production"),
        .namespaces = GLOBS(production_namespaces),
        .image_rules = PRODUCTION_RULES,
        .revision_rules = PRODUCTION_RULES,
        .placeholders = ACTION_WARN,
    },
    {
        .name = TEXT_INIT("test"),
        .namespaces = GLOBS(test_namespaces),
        .image_rules = TEST_RULES,
        .revision_rules = TEST_RULES,
        .placeholders = ACTION_WARN,
    },
    {
        .name = TEXT_INIT("dev"),
        .image_rules = DEV_RULES,
        .revision_rules = DEV_RULES,
        .placeholders = ACTION_WARN,
    },
};

enum { DEFAULT_ENVIRONMENT = ARRAY_LEN(built_in) - 1 };

/* A policy holds names, globs and rules of a configuration file, which has a limit of its own. */
enum { POLICY_MAX_BYTES = 64 << 20 };

const struct environment *policy_built_in_environments(size_t *count)
{
    *count = ARRAY_LEN(built_in);
    return built_in;
}

struct policy *policy_new(struct error *error)
{
    struct policy *policy = calloc(1, sizeof *policy);
    if (policy == NULL) {
        error_no_memory(error);
        return NULL;
    }
    arena_init(&policy->memory, POLICY_MAX_BYTES);
    policy->environments = built_in;
    policy->environment_count = ARRAY_LEN(built_in);
    policy->default_environment = &built_in[DEFAULT_ENVIRONMENT];
    policy->controller_pods = ACTION_WARN;
    return policy;
}

struct policy *policy_new_default(struct error *error)
{
    struct policy *policy = policy_new(error);
    if (policy == NULL)
        return NULL;
    policy->tags = tag_table_new(NULL, 0, NULL, error);
    if (policy->tags == NULL) {
        policy_free(policy);
        return NULL;
    }
    if (policy_want_kinds(policy))
        return policy;
    error_no_memory(error);
    policy_free(policy);
    return NULL;
}

void policy_free(struct policy *policy)
{
    if (policy == NULL)
        return;
    tag_table_free(policy->tags);
    arena_release(&policy->memory);
    free(policy);
}

const struct environment *policy_find_environment(const struct policy *policy, struct text name)
{
    for (size_t i = 0; i < policy->environment_count; i++) {
        if (text_equal(policy->environments[i].name, name))
            return &policy->environments[i];
    }
    return NULL;
}

static const struct environment *environment_of_namespace(const struct policy *policy,
                                                          struct text namespace)
{
    for (size_t i = 0; i < policy->environment_count; i++) {
        const struct text_list *globs = &policy->environments[i].namespaces;
        if (glob_match_any(globs->items, globs->count, namespace))
            return &policy->environments[i];
    }
    return policy->default_environment;
}

const struct environment *policy_environment_for(const struct policy *policy,
                                                 const struct scope *scope)
{
    if (scope->environment.len != 0)
        return policy_find_environment(policy, scope->environment);
    if (scope->label.len != 0)
        return policy_find_environment(policy, scope->label);
    return environment_of_namespace(policy, scope->namespace);
}

static bool class_is_released(enum tag_class class)
{
    return class == TAG_RELEASE || class == TAG_FLOATING || class == TAG_LATEST;
}

bool environment_accepts_releases_only(const struct environment *environment, bool of_revisions)
{
    const enum action *rules =
        of_revisions ? environment->revision_rules : environment->image_rules;
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++) {
        bool denied = rules[class] == ACTION_DENY;
        if (denied == class_is_released(class))
            return false;
    }
    return true;
}

bool environment_denies(const struct environment *environment)
{
    for (unsigned class = 0; class < TAG_CLASS_COUNT; class ++) {
        if (environment->image_rules[class] == ACTION_DENY)
            return true;
    }
    return false;
}

const char *action_name(enum action action)
{
    static const char *const names[] = {
        [ACTION_DENY] = "deny",
        [ACTION_WARN] = "warn",
        [ACTION_ALLOW] = "allow",
    };
    return names[action];
}

const char *enforcement_name(enum enforcement enforcement)
{
    static const char *const names[] = {
        [ENFORCEMENT_ENFORCE] = "enforce",
        [ENFORCEMENT_WARN] = "warn",
        [ENFORCEMENT_AUDIT] = "audit",
    };
    return names[enforcement];
}
