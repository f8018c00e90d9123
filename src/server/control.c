/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/control.h"

#include "core/error.h"
#include "server/admin.h"
#include "server/log.h"
#include "wire/json.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SOCKET_NAME "control.sock"
#define MAX_MESSAGE (64 * 1024)
#define MAX_ARGUMENTS 32
#define PATIENCE_SECONDS 2
/* A password hash or two. */
#define ANSWER_SECONDS 60

struct _RedressControl
{
  RedressServer *server;
  RedressJobs *jobs;
  GSocket *socket;
  GSource *source;
  char *path;
};

/* Paths of sockets are short and those of data folders need not be: the folder is named by its
 * descriptor. */
static GSocketAddress *
get_address (int folder)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d/" SOCKET_NAME, folder);

  return g_unix_socket_address_new (path);
}

/* One message is one JSON object on one line. */
static gboolean
send_object (GOutputStream *stream, JsonObject *object, GError **error)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = redress_json_to_string (node);
  g_autofree char *line = g_strconcat (text, "\n", NULL);

  return g_output_stream_write_all (stream, line, strlen (line), NULL, NULL, error);
}

static JsonNode *
receive_object (GInputStream *stream, GError **error)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (stream);
  g_autofree char *line = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length = 0;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_buffered_input_stream_set_buffer_size (G_BUFFERED_INPUT_STREAM (lines), MAX_MESSAGE);
  line = g_data_input_stream_read_line (lines, &length, NULL, error);
  if (line == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY, "the other side hung up");
      return NULL;
    }
  node = redress_json_parse (line, length, &redress_json_limits_response, error);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  if (error != NULL && *error == NULL)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no object");
  return NULL;
}

typedef struct
{
  RedressAdminCall call;
  RedressExit status;
} Run;

static void
run_call (gpointer data)
{
  Run *run = data;

  run->status = redress_admin_run (&run->call);
}

static JsonObject *
run_request (RedressControl *self, JsonObject *request, GError **error)
{
  g_auto (GStrv) arguments = NULL;
  g_autofree char *input = NULL;
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GString) complaint = g_string_new (NULL);
  Run run = { .call = { .server = self->server, .output = output, .complaint = complaint } };
  JsonObject *answer;

  if (!redress_json_read_strv (request, "arguments", TRUE, MAX_ARGUMENTS, &arguments, error) ||
      !redress_json_read_string (request, "input", FALSE, MAX_MESSAGE, &input, error))
    return NULL;
  run.call.arguments = (const char *const *)arguments;
  run.call.input = input;
  redress_jobs_run_database (self->jobs, run_call, &run);
  if (input != NULL)
    explicit_bzero (input, strlen (input));
  answer = json_object_new ();
  json_object_set_int_member (answer, "status", run.status);
  json_object_set_string_member (answer, "output", output->str);
  json_object_set_string_member (answer, "complaint", complaint->str);
  return answer;
}

static gboolean
serve_one (RedressControl *self, GSocket *socket, GError **error)
{
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GCredentials) peer = NULL;
  g_autoptr (JsonNode) request = NULL;
  g_autoptr (JsonObject) answer = NULL;
  uid_t uid;

  g_socket_set_timeout (socket, PATIENCE_SECONDS);
  peer = g_socket_get_credentials (socket, error);
  if (peer == NULL)
    return FALSE;
  uid = g_credentials_get_unix_user (peer, error);
  if (uid != geteuid () && uid != 0)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "another user");
      return FALSE;
    }
  connection = g_socket_connection_factory_create_connection (socket);
  request = receive_object (g_io_stream_get_input_stream (G_IO_STREAM (connection)), error);
  if (request == NULL)
    return FALSE;
  answer = run_request (self, json_node_get_object (request), error);
  return answer != NULL &&
         send_object (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer, error);
}

static gboolean
accept_one (GSocket *socket, GIOCondition condition, gpointer data)
{
  RedressControl *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) accepted = g_socket_accept (socket, NULL, NULL);

  if (accepted != NULL && !serve_one (self, accepted, &error))
    redress_log (redress_server_get_clock (self->server), "control_refused",
                 REDRESS_LOG_NUMBER ("code", error != NULL ? error->code : 0));
  return G_SOURCE_CONTINUE;
}

static gboolean
listen_in (RedressControl *self, int folder, GError **error)
{
  g_autoptr (GSocketAddress) address = get_address (folder);

  self->socket =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, error);
  /* The lock of the folder is ours, so a socket that lies there is nobody's. */
  unlinkat (folder, SOCKET_NAME, 0);
  return self->socket != NULL && g_socket_bind (self->socket, address, TRUE, error) &&
         fchmodat (folder, SOCKET_NAME, 0600, 0) == 0 && g_socket_listen (self->socket, error);
}

/**
 * redress_control_start:
 * @server: the server
 * @jobs: its threads
 * @context: a context that another thread runs
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the socket, or %NULL with @error set
 */
RedressControl *
redress_control_start (RedressServer *server,
                       RedressJobs *jobs,
                       GMainContext *context,
                       GError **error)
{
  const char *data_dir = redress_server_get_data_dir (server);
  RedressControl *self = g_new0 (RedressControl, 1);
  int folder = g_open (data_dir, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean listening;

  self->server = server;
  self->jobs = jobs;
  self->path = g_build_filename (data_dir, SOCKET_NAME, NULL);
  listening = folder >= 0 && listen_in (self, folder, error);
  if (folder >= 0)
    close (folder);
  if (!listening)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "cannot listen on %s: %s",
                     self->path, g_strerror (errno));
      redress_control_stop (self);
      return NULL;
    }
  self->source = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (accept_one), self, NULL);
  g_source_attach (self->source, context);
  return self;
}

/**
 * redress_control_stop:
 * @self: (transfer full): the socket, whose context does not run any more
 */
void
redress_control_stop (RedressControl *self)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
      g_unlink (self->path);
    }
  g_clear_object (&self->socket);
  g_free (self->path);
  g_free (self);
}

/**
 * redress_control_connect:
 * @data_dir: a data folder
 *
 * Returns: (transfer full) (nullable): a connection to the server that serves it; %NULL where none
 *   does
 */
GSocketConnection *
redress_control_connect (const char *data_dir)
{
  int folder = g_open (data_dir, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = NULL;
  GSocketConnection *connection;

  if (folder < 0)
    return NULL;
  address = get_address (folder);
  g_socket_client_set_timeout (client, ANSWER_SECONDS);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  close (folder);
  return connection;
}

static gboolean
read_answer (JsonObject *object, int *status, char **output, char **complaint, GError **error)
{
  gint64 number = 0;

  if (!redress_json_read_int (object, "status", TRUE, 0, 255, &number, error) ||
      !redress_json_read_string (object, "output", TRUE, G_MAXUINT32, output, error) ||
      !redress_json_read_string (object, "complaint", TRUE, G_MAXUINT32, complaint, error))
    return FALSE;
  *status = (int)number;
  return TRUE;
}

/**
 * redress_control_ask:
 * @connection: a connection to a server
 * @arguments: words of the command
 * @input: (nullable): its standard input
 * @status: (out): its exit status
 * @output: (out) (transfer full): its standard output
 * @complaint: (out) (transfer full): its standard error
 * @error: return location
 *
 * Has the serving process run a command.
 *
 * Returns: whether it answered
 */
gboolean
redress_control_ask (GSocketConnection *connection,
                     const char *const *arguments,
                     const char *input,
                     int *status,
                     char **output,
                     char **complaint,
                     GError **error)
{
  g_autoptr (JsonObject) request = json_object_new ();
  g_autoptr (JsonNode) answer = NULL;

  redress_json_set_strv (request, "arguments", (char *const *)arguments);
  redress_json_set_string (request, "input", input);
  if (!send_object (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request, error))
    return FALSE;
  answer = receive_object (g_io_stream_get_input_stream (G_IO_STREAM (connection)), error);
  return answer != NULL &&
         read_answer (json_node_get_object (answer), status, output, complaint, error);
}
