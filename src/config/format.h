/* format.h - what the texts of a configuration file must look like. */
#ifndef CONFIG_FORMAT_H
#define CONFIG_FORMAT_H

#include <stdbool.h>

#include "base/text.h"

struct text_format {
    const char *expected; /* follows "must be": "a glob of printable ASCII" */
    bool (*accepts)(struct text text);
    const char *pattern; /* nearly the same for JSON Schema (ECMA 262), which may accept more */
};

extern const struct text_format format_address;   /* HOST:PORT, [IPv6]:PORT, :PORT */
extern const struct text_format format_line;      /* UTF-8 without control characters, not blank */
extern const struct text_format format_lines;     /* the same with line ends and tabs */
extern const struct text_format format_glob;      /* see core/glob.h */
extern const struct text_format format_metric;    /* "edge_state_info" */
extern const struct text_format format_dns_label; /* RFC 1123 */
extern const struct text_format format_group;     /* API group: RFC 1123 subdomain */
extern const struct text_format format_object_name; /* RFC 1123 subdomain */
extern const struct text_format format_kind;        /* "Deployment" */
extern const struct text_format format_field_path;  /* see core/kind.h */
extern const struct text_format format_tag_pattern; /* PCRE2; compiled later, by core/tag */

#endif
