/* selector.h - does a webhook look at a namespace? */
#ifndef DOCTOR_SELECTOR_H
#define DOCTOR_SELECTOR_H

#include <json-c/json.h>
#include <stdbool.h>

#include "base/text.h"

/* By a LabelSelector (meta/v1); NULL and {} match all. An operator that is not known matches
 * nothing. */
bool selector_matches(struct json_object *selector, struct json_object *labels);

enum condition_answer {
    CONDITION_UNKNOWN, /* an expression that is not one of the chart's */
    CONDITION_FALSE,
    CONDITION_TRUE,
};

/* Whether all matchConditions of a webhook hold, as far as they are about the name of the
 * namespace: "request.namespace.matches('REGEX')" and its negation, which the chart writes. */
enum condition_answer conditions_hold(struct json_object *conditions, struct text namespace);

#endif
