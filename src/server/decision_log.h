/* decision_log.h - what was decided about which object, for those who asked for it. */
#ifndef SERVER_DECISION_LOG_H
#define SERVER_DECISION_LOG_H

#include <stdint.h>

#include "admission/admission.h"
#include "config/config.h"

/* One line, if `settings` ask for decisions; and one at level error, asked for or not, for an
 * object that could not be judged. Never the object itself. */
void decision_log(const struct logging_settings *settings, const struct admission *admission,
                  uint64_t duration_ns);

#endif
