#include "audit_live.h"

#include <stdint.h>
#include <stdio.h>

#include "audit/live.h"
#include "check_progress.h"
#include "open_cluster.h"
#include "output.h"

static void show(void *closure, const char *resource, size_t objects)
{
    check_progress_show_objects(closure, resource, objects);
}

static enum exit_code audit_opened(struct cluster *cluster, const struct arguments *arguments,
                                   struct audit_terms *terms, struct audit *audit,
                                   uint64_t start_ns)
{
    struct check_progress line;
    struct audit_progress progress = {show, &line};
    struct error error = {0};
    if (terms->namespace.len == 0 && arguments_value(arguments, "all-namespaces") == NULL)
        terms->namespace = text_from_string(cluster_namespace(cluster));
    check_progress_begin(&line, start_ns);
    bool done = audit_cluster(audit, terms, cluster, &progress, &error);
    check_progress_end(&line);
    if (done)
        return EXIT_CLEAN;
    output_complain_error(&error);
    return error.kind == ERROR_MEMORY ? EXIT_INTERNAL : EXIT_UNREACHABLE;
}

enum exit_code audit_live(const struct arguments *arguments, struct audit_terms *terms,
                          struct audit *audit, uint64_t start_ns)
{
    struct error error = {0};
    struct cluster *cluster = open_cluster(arguments, &error);
    if (cluster == NULL) {
        output_complain_error(&error);
        return EXIT_USAGE;
    }
    enum exit_code code = audit_opened(cluster, arguments, terms, audit, start_ns);
    cluster_close(cluster);
    return code;
}
