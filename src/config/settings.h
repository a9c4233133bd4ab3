/* settings.h - the keys of the configuration file as a structure, before they become a policy. */
#ifndef CONFIG_SETTINGS_H
#define CONFIG_SETTINGS_H

#include <stddef.h>

#include "base/text.h"
#include "config/config.h"
#include "core/policy.h"
#include "core/tag.h"

/* The items of a list of mappings; the schema knows their type. */
struct item_list {
    void *items;
    size_t count;
};

struct tag_class_settings {
    struct text_list images;
    struct text pattern;
    enum tag_class class;
};

struct workload_settings {
    struct text group;
    struct text kind;
    struct text_list pod_specs;
    struct text_list images;
    struct text_list revisions;
};

struct settings {
    unsigned api_version; /* these two have one value only */
    unsigned kind;
    struct server_settings server;
    struct tls_settings tls;
    struct metrics_settings metrics;
    struct audit_settings audit;
    struct event_settings events;
    struct logging_settings logging;
    struct item_list environments; /* struct environment */
    struct text default_environment;
    enum digest_with_tag digest_with_tag;
    struct item_list tag_classes; /* struct tag_class_settings */
    struct item_list exemptions;  /* struct exemption */
    struct text_list break_glass_groups;
    struct text_list guard_groups;
    enum action controller_pods;
    struct item_list workloads; /* struct workload_settings */
    struct text help;
};

#endif
