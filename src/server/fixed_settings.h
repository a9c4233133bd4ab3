/* fixed_settings.h - what a running server cannot change. */
#ifndef SERVER_FIXED_SETTINGS_H
#define SERVER_FIXED_SETTINGS_H

#include "config/config.h"

enum { FIXED_VALUE_BYTES = 320 };

/* The settings as they were at the start, in the order of a table. */
struct fixed_settings {
    char values[16][FIXED_VALUE_BYTES];
};

void fixed_settings_take(struct fixed_settings *fixed, const struct config *config);

/* Logs which of them are different in `config`: they count after a restart. */
void fixed_settings_warn(const struct fixed_settings *fixed, const struct config *config);

#endif
