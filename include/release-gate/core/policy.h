/* policy.h - what each environment accepts: immutable once built, shared by threads. */
#ifndef CORE_POLICY_H
#define CORE_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/error.h"
#include "base/text.h"
#include "core/embedded.h"
#include "core/kind.h"
#include "core/tag.h"
#include "core/wanted.h"

enum action {
    ACTION_DENY,
    ACTION_WARN,
    ACTION_ALLOW,
};

/* First roll-outs warn, then enforce. */
enum enforcement {
    ENFORCEMENT_ENFORCE,
    ENFORCEMENT_WARN,  /* what would deny warns */
    ENFORCEMENT_AUDIT, /* what would deny or warn is only recorded */
};

struct environment {
    struct text name;
    struct text_list namespaces; /* globs */
    enum enforcement mode;
    enum action image_rules[TAG_CLASS_COUNT];
    enum action revision_rules[TAG_CLASS_COUNT]; /* Git revisions and chart versions */
    enum action placeholders; /* what is still to be filled in, RULE_PLACEHOLDER */
};

/* Lets matching images pass until a day. An empty list or set: any. */
struct exemption {
    struct text name;
    struct text_list images;       /* globs of "registry/name" or of the whole reference */
    struct text_list namespaces;   /* globs */
    struct text_list environments; /* names */
    tag_class_set classes;
    struct text reason; /* never empty */
    unsigned until;     /* last day it counts, as 20270331 */
};

/* How a reference with tag and digest is judged. */
enum digest_with_tag {
    DIGEST_WITH_TAG_BY_TAG,
    DIGEST_WITH_TAG_BY_DIGEST,
};

enum policy_hash_size { POLICY_HASH_SIZE = 17 };

/* Built by config/ or policy_new_default and const from then on. Everything in it lives in
 * `memory`. */
struct policy {
    const struct environment *environments; /* the first whose namespaces match wins */
    size_t environment_count;
    const struct environment *default_environment; /* never NULL */
    struct tag_table *tags;                        /* never NULL */
    const struct exemption *exemptions;
    size_t exemption_count;
    struct text_list break_glass_groups;
    struct text_list guard_groups; /* may change the environment label of a namespace */
    enum action controller_pods;   /* ACTION_WARN or ACTION_DENY ("enforce") */
    enum digest_with_tag digest_with_tag;
    const struct kind *kinds; /* the admin's own, asked before the built-in table */
    size_t kind_count;
    const struct wanted **kinds_wanted;    /* of each of them; NULL: wanted as a whole */
    const struct wanted **built_in_wanted; /* of each row of the built-in table; NULL: the same */
    embedded_read *read_yaml;    /* YAML in strings of objects; NULL: they are reported only */
    struct text help;            /* last line of every denial; empty: none */
    char hash[POLICY_HASH_SIZE]; /* of the effective policy, 16 hex digits */
    struct arena memory;
};

/* A policy with the default environments and without `tags`: for config/ to fill. NULL when there
 * is no memory. */
MUST_CHECK struct policy *policy_new(struct error *error);

/* The policy that holds when there is no configuration at all. NULL when there is no memory. */
MUST_CHECK struct policy *policy_new_default(struct error *error);
void policy_free(struct policy *policy);

/* Notes what the gate reads of each kind, once the policy has its own. False: no memory. */
MUST_CHECK bool policy_want_kinds(struct policy *policy);

/* The row for a group and kind, the admin's before the built-in one. NULL: there is none. */
const struct kind *policy_find_kind(const struct policy *policy, struct text group,
                                    struct text kind);

/* What the gate reads of objects of that kind. Never NULL. */
const struct wanted *policy_wanted(const struct policy *policy, struct text group,
                                   struct text kind);

/* The built-in environments, in the order in which their namespaces are asked. Static storage. */
const struct environment *policy_built_in_environments(size_t *count);

/* By name; NULL: there is none. */
const struct environment *policy_find_environment(const struct policy *policy, struct text name);

/* What decides the environment of an object; an empty text says nothing. In this order: */
struct scope {
    struct text environment; /* chosen by the caller: the path /validate/ENVIRONMENT, or -e */
    struct text label;       /* release-gate.power-edge.io/environment of subject_namespace() */
    struct text namespace;   /* by the environments' globs, then the default environment */
};

/* NULL if the scope names an environment that the policy does not have. */
const struct environment *policy_environment_for(const struct policy *policy,
                                                 const struct scope *scope);

/* True if it admits nothing but releases and the pointers to them, of revisions or of images. */
bool environment_accepts_releases_only(const struct environment *environment, bool of_revisions);

/* True if there is a class of image that it denies. */
bool environment_denies(const struct environment *environment);

const char *action_name(enum action action);                /* "deny" */
const char *enforcement_name(enum enforcement enforcement); /* "enforce" */

#endif
