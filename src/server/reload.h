/* reload.h - configuration and certificate, read anew when their files have changed. */
#ifndef SERVER_RELOAD_H
#define SERVER_RELOAD_H

#include <stdbool.h>

#include "state.h"

/* Remembers what the files hold, as of now. */
void reload_begin(struct server *server);

/* Compares the files with what is in force, by content: so symbolic links that are exchanged count,
 * and files that were only touched do not. What cannot be loaded leaves the last good one in force
 * and is logged once for each failure, not once for each look. */
void reload_look(struct server *server);

#endif
