/* view.h - settings as the file that would give them. */
#ifndef CONFIG_VIEW_H
#define CONFIG_VIEW_H

#include "base/buffer.h"
#include "settings.h"

void view_put(const struct settings *settings, struct buffer *out);

/* Only what changes verdicts, for the policy's hash. */
void view_put_policy(const struct settings *settings, struct buffer *out);

#endif
