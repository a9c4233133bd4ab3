/* audit_live.h - the cluster that the command line means. */
#ifndef COMMAND_AUDIT_LIVE_H
#define COMMAND_AUDIT_LIVE_H

#include "audit/audit.h"
#include "exit_code.h"
#include "options.h"

/* `count` audits and their terms, of one listing. Audits the cluster of --kubeconfig and --context,
 * of the pod that this runs in, or of kubectl's own configuration: all namespaces, the one in
 * `terms`, or the context's, which it then sets. With a line of progress on a terminal. EXIT_CLEAN;
 * EXIT_USAGE, EXIT_UNREACHABLE or EXIT_INTERNAL after a complaint. */
enum exit_code audit_live(const struct arguments *arguments, struct audit_terms *terms,
                          struct audit *const *audits, size_t count, uint64_t start_ns);

#endif
