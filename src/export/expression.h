/* expression.h - the parts of a policy as CEL expressions, lines indented for YAML. */
#ifndef EXPORT_EXPRESSION_H
#define EXPORT_EXPRESSION_H

#include "base/buffer.h"
#include "core/policy.h"

/* The environment's name by variables.label, then by the namespace's name. */
void environment_expression_put(const struct policy *policy, struct buffer *out);

/* True for whom nothing is denied: controllers, and those who may break the glass and say why. */
void pass_expression_put(const struct policy *policy, struct buffer *out);

/* variables.uses with two more members: 'repository', and 'tag' as recogniser.h has it. */
void reference_expression_put(const struct policy *policy, struct buffer *out);

/* Those of variables.references that the environment does not certainly accept and that
 * variables.before does not hold. */
void refused_expression_put(const struct policy *policy, const struct environment *environment,
                            struct buffer *out);

/* The classes that the environment does not deny. */
tag_class_set expression_accepted_classes(const struct environment *environment);

#endif
