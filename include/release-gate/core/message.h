/* message.h - findings in words: the same for whoever reads them, through every door. */
#ifndef CORE_MESSAGE_H
#define CORE_MESSAGE_H

#include "base/buffer.h"
#include "core/gate.h"
#include "core/policy.h"
#include "core/verdict.h"

/* All of these escape what comes from the object (base/escape.h) and add no line end after the
 * last line. */

/* The whole denial: its first line stands alone, then the other findings that deny, each on a line
 * of its own with its notes below, then the policy's help. */
void message_put_denial(struct buffer *out, const struct policy *policy,
                        const struct subject *subject, const struct verdict *verdict);

/* One line: 'Deployment production/web container "app" image "app:edge" is ... [RG004]; use ...'.
 */
void message_put_finding(struct buffer *out, const struct subject *subject,
                         const struct finding *finding);

/* What stands after the subject of that line: 'is a pre-release [RG005]'. */
void message_put_claim(struct buffer *out, const struct finding *finding);

/* What the reader should do: 'use a release tag (vX.Y.Z)'. */
void message_put_fix(struct buffer *out, const struct finding *finding);

/* What the reader should know besides, "" if nothing: blanks, '+', an exemption. No line end. */
void message_put_notes(struct buffer *out, const struct finding *finding);

/* One warning of at most LIMIT_WARNING_BYTES. */
void message_put_warning(struct buffer *out, const struct finding *finding);

/* 'Deployment production/web'. */
void message_put_object(struct buffer *out, const struct subject *subject);

#endif
