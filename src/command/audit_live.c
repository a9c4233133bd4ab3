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

static enum exit_code audit_opened(struct cluster *cluster, const struct audit_group *group,
                                   uint64_t start_ns)
{
    struct check_progress line;
    struct audit_progress progress = {show, &line};
    struct error error = {0};
    check_progress_begin(&line, start_ns);
    bool done = audit_cluster(group, cluster, &progress, &error);
    check_progress_end(&line);
    if (done)
        return EXIT_CLEAN;
    output_complain_error(&error);
    return error.kind == ERROR_MEMORY ? EXIT_INTERNAL : EXIT_UNREACHABLE;
}

enum exit_code audit_live(const struct arguments *arguments, struct audit_terms *terms,
                          struct audit *const *audits, size_t count, uint64_t start_ns)
{
    const struct audit_group group = {audits, count};
    struct error error = {0};
    struct cluster *cluster = open_cluster(arguments, &error);
    if (cluster == NULL) {
        output_complain_error(&error);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < count; i++) {
        if (terms[i].namespace.len == 0 && arguments_value(arguments, "all-namespaces") == NULL)
            terms[i].namespace = text_from_string(cluster_namespace(cluster));
    }
    enum exit_code code = audit_opened(cluster, &group, start_ns);
    cluster_close(cluster);
    return code;
}
