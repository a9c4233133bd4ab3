/* connection.h - what is known of one connection while it is open. */
#ifndef SERVER_CONNECTION_H
#define SERVER_CONNECTION_H

#include <microhttpd.h>

/* MHD_NotifyConnectionCallback of the HTTPS port; the closure is the struct server. */
void connection_notify(void *closure, struct MHD_Connection *connection, void **context,
                       enum MHD_ConnectionNotificationCode event);

#endif
