/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/jobs.h"
#include "server/server.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedressControl:
 *
 * The socket `control.sock` in the data folder, by which `redress-server user` and the like have
 * the serving process do what changes data. The same user alone may speak to it.
 */
typedef struct _RedressControl RedressControl;

RedressControl *redress_control_start (RedressServer *server,
                                       RedressJobs *jobs,
                                       GMainContext *context,
                                       GError **error);
/* After the context has stopped running. */
void redress_control_stop (RedressControl *self);

/* (nullable): a connection to the server that serves @data_dir; NULL where none does. */
GSocketConnection *redress_control_connect (const char *data_dir);
/* Has the serving process run a command. FALSE with an error if it could not be asked. */
gboolean redress_control_ask (GSocketConnection *connection,
                              const char *const *arguments,
                              const char *input,
                              int *status,
                              char **output,
                              char **complaint,
                              GError **error);

G_END_DECLS
