/* environment_variables.h - variables that were meant for this program and that it does not know.
 */
#ifndef COMMAND_ENVIRONMENT_VARIABLES_H
#define COMMAND_ENVIRONMENT_VARIABLES_H

#include "base/text.h"

/* Warns on standard error of every RELEASE_GATE_... that is no setting, with what may have been
 * meant. */
void environment_variables_check(void);

/* True for what Kubernetes itself sets in the pods of a namespace with a Service "release-gate"
 * (kubernetes.io, "Accessing the Service": {SVCNAME}_SERVICE_HOST, {SVCNAME}_PORT, ...). */
bool environment_variable_is_of_service(struct text name);

#endif
