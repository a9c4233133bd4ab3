/* sarif_rules.h - the rules as SARIF describes them: what a viewer shows beside a result. */
#ifndef REPORT_SARIF_RULES_H
#define REPORT_SARIF_RULES_H

#include "emitter.h"

/* The member "rules" of a tool driver; a rule's index in it is rule_index_of. */
void sarif_rules_put(struct emitter *emitter);

#endif
