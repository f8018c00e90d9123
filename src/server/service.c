/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/service.h"

#include "core/error.h"
#include "server/control.h"
#include "server/log.h"
#include "server/operations.h"
#include "server/readers.h"

#include <glib/gstdio.h>

#define COMPUTE_THREADS 2

struct _RedressService
{
  RedressJobs *jobs;
  RedressServer *server;
  RedressEdge *edge;
  RedressControl *control; /* (nullable) */
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread; /* runs the context */
};

typedef struct
{
  const RedressServiceOptions *options;
  RedressServer *server;
  GError *error;
} Opening;

/* Database thread. */
static void
open_server (gpointer data)
{
  Opening *opening = data;

  opening->server = redress_server_open (&opening->options->server, &opening->error);
  if (opening->server != NULL && !opening->options->skip_checks)
    opening->server->checks = redress_environment_check ();
}

/* Database thread. */
static void
close_server (gpointer data)
{
  redress_server_close (data);
}

static gpointer
run_context (gpointer data)
{
  RedressService *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static char *
get_url_path (RedressService *self)
{
  return g_build_filename (redress_server_get_data_dir (self->server), "url", NULL);
}

static gboolean
write_url (RedressService *self, GError **error)
{
  g_autofree char *path = get_url_path (self);
  g_autofree char *line = g_strconcat (redress_edge_get_url (self->edge), "\n", NULL);

  return g_file_set_contents_full (path, line, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
quit_loop (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* Asked from within the loop: a loop that has not begun to run yet would forget a plain quit. */
static void
stop_thread (RedressService *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->thread == NULL)
    return;
  source = g_idle_source_new ();
  g_source_set_callback (source, quit_loop, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
  self->thread = NULL;
}

static gboolean
open_readers (RedressService *self, const RedressServiceOptions *options, GError **error)
{
  RedressReaders *readers = redress_readers_new (
      redress_server_get_location (self->server),
      options->readers > 0 ? options->readers : REDRESS_READERS_DEFAULT, error);

  redress_jobs_set_readers (self->jobs, readers);
  return readers != NULL;
}

static gboolean
start (RedressService *self, const RedressServiceOptions *options, GError **error)
{
  Opening opening = { .options = options };

  redress_jobs_run_database (self->jobs, open_server, &opening);
  self->server = opening.server;
  if (self->server == NULL)
    {
      g_propagate_error (error, opening.error);
      return FALSE;
    }
  if (!open_readers (self, options, error))
    return FALSE;
  self->edge = redress_edge_start (self->server, self->jobs, self->context, &options->edge, error);
  if (self->edge == NULL)
    return FALSE;
  redress_server_set_service (self->server, self->jobs, self->edge);
  self->control = redress_control_start (self->server, self->jobs, self->context, error);
  self->thread = g_thread_new ("service", run_context, self);
  redress_operations_start (redress_server_get_operations (self->server), self->context, NULL,
                            options->signer);
  return self->control != NULL && write_url (self, error);
}

/**
 * redress_service_start:
 * @options: what and where
 * @error: return location
 *
 * Opens the data folder and begins to serve. When this returns, the address stands in the file
 * `url` of the data folder.
 *
 * Returns: (transfer full) (nullable): the service, or %NULL with @error set
 */
RedressService *
redress_service_start (const RedressServiceOptions *options, GError **error)
{
  g_autoptr (RedressService) self = g_new0 (RedressService, 1);

  self->jobs = redress_jobs_new (COMPUTE_THREADS);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  if (!start (self, options, error))
    return NULL;
  redress_log (redress_server_get_clock (self->server), "serving",
               REDRESS_LOG_TEXT ("url", redress_edge_get_url (self->edge)));
  return g_steal_pointer (&self);
}

/**
 * redress_service_stop:
 * @self: (transfer full): the service
 *
 * Takes no more requests, answers those under way, closes the database.
 */
void
redress_service_stop (RedressService *self)
{
  g_autofree char *url_path = self->server != NULL ? get_url_path (self) : NULL;

  if (url_path != NULL)
    g_unlink (url_path);
  if (self->edge != NULL)
    redress_edge_stop (self->edge);
  if (self->thread != NULL)
    redress_operations_stop (redress_server_get_operations (self->server));
  stop_thread (self);
  g_clear_pointer (&self->control, redress_control_stop);
  if (self->server != NULL)
    redress_server_set_service (self->server, NULL, NULL);
  g_clear_pointer (&self->edge, redress_edge_free);
  redress_jobs_set_readers (self->jobs, NULL);
  if (self->server != NULL)
    redress_jobs_run_database (self->jobs, close_server, self->server);
  redress_jobs_free (self->jobs);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}

/**
 * redress_service_get_url:
 * @self: the service
 *
 * Returns: its address, such as "http://127.0.0.1:8377"
 */
const char *
redress_service_get_url (RedressService *self)
{
  return redress_edge_get_url (self->edge);
}

/**
 * redress_service_get_server:
 * @self: the service
 *
 * Returns: (transfer none): its server
 */
RedressServer *
redress_service_get_server (RedressService *self)
{
  return self->server;
}

/**
 * redress_service_get_jobs:
 * @self: the service
 *
 * Returns: (transfer none): its threads
 */
RedressJobs *
redress_service_get_jobs (RedressService *self)
{
  return self->jobs;
}
