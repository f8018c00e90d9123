/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

#include "server/admin.h"
#include "server/engine-under-test.h"
#include "server/log.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Far above what anything here takes, so that a test that hangs fails by itself. */
#define PATIENCE_MS 30000

static RedressEdgeLimits fixture_limits;
static const RedressRouteTable *fixture_routes;
static RedressOidcProvider *fixture_identity_provider;

static void
start (Fixture *self)
{
  g_autofree char *data_dir = fixture_get_data_dir (self);
  g_autofree char *database = redress_test_database_of (data_dir);
  g_autofree char *policies =
      g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies", NULL);
  RedressServiceOptions options = { .skip_checks = TRUE };
  g_autoptr (GError) error = NULL;

  options.server.data_dir = data_dir;
  options.server.database = database;
  options.server.policies_dir = policies;
  options.server.clock = self->clock;
  options.server.identity_provider = fixture_identity_provider;
  options.edge.limits = fixture_limits;
  options.edge.routes = fixture_routes;
  self->service = redress_service_start (&options, &error);
  g_assert_no_error (error);
  self->port = (guint16)g_ascii_strtoull (
      strrchr (redress_service_get_url (self->service), ':') + 1, NULL, 10);
}

static void
drop_line (const char *line, gpointer data)
{
}

void
fixture_set_identity_provider (RedressOidcProvider *provider)
{
  fixture_identity_provider = provider;
}

Fixture *
fixture_new (const RedressEdgeLimits *limits, const RedressRouteTable *routes)
{
  Fixture *self = g_new0 (Fixture, 1);

  redress_log_set_writer (drop_line, NULL);
  fixture_limits = limits != NULL ? *limits : redress_edge_limits_default;
  fixture_routes = routes;
  self->folder = redress_test_folder_new ();
  self->clock = redress_clock_new_manual (FIXTURE_NOW);
  start (self);
  return self;
}

void
fixture_free (Fixture *self)
{
  g_clear_pointer (&self->service, redress_service_stop);
  redress_clock_unref (self->clock);
  redress_test_folder_free (self->folder);
  g_free (self);
}

char *
fixture_get_data_dir (Fixture *self)
{
  return redress_test_folder_build (self->folder, "data");
}

void
fixture_restart (Fixture *self)
{
  g_clear_pointer (&self->service, redress_service_stop);
  start (self);
}

typedef struct
{
  RedressAdminCall call;
  RedressExit status;
} AdminRun;

static void
run_admin (gpointer data)
{
  AdminRun *run = data;

  run->status = redress_admin_run (&run->call);
}

char *
fixture_admin (Fixture *self, const char *input, RedressExit expected, const char *word, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GString) complaint = g_string_new (NULL);
  GString *output = g_string_new (NULL);
  AdminRun run = { .call = { .server = redress_service_get_server (self->service),
                             .input = input,
                             .output = output,
                             .complaint = complaint } };
  va_list more;

  va_start (more, word);
  for (const char *next = word; next != NULL; next = va_arg (more, const char *))
    g_ptr_array_add (words, (gpointer)next);
  va_end (more);
  g_ptr_array_add (words, NULL);
  run.call.arguments = (const char *const *)words->pdata;
  redress_jobs_run_database (redress_service_get_jobs (self->service), run_admin, &run);
  if (run.status != expected)
    g_test_message ("%s", complaint->str);
  g_assert_cmpint (run.status, ==, expected);
  g_assert_cmpint (complaint->len == 0, ==, expected == REDRESS_EXIT_GOOD);
  return g_string_free (output, FALSE);
}

char *
fixture_sign_in (Fixture *self, const char *name, RedressRole role)
{
  g_autofree char *id = NULL, *body = NULL;
  g_autoptr (Reply) reply = NULL;
  g_autoptr (JsonObject) object = NULL;

  id = fixture_admin (self, FIXTURE_PASSWORD "\n", REDRESS_EXIT_GOOD, "user", "add", name, "--role",
                      redress_role_to_string (role), "--scopes", "all", "--password-stdin", NULL);
  body = g_strdup_printf ("{\"name\":\"%s\",\"password\":\"" FIXTURE_PASSWORD "\"}", name);
  reply = fixture_call (self, "POST", "/v1/sessions", NULL, NULL, body);
  g_assert_cmpuint (reply->status, ==, 201);
  object = reply_get_object (reply);
  return g_strdup (json_object_get_string_member (object, "access_token"));
}

int
fixture_connect (Fixture *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (self->port) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  g_assert_cmpint (connect (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  return fd;
}

/* A server that refuses early may close while we still write. */
void
fixture_write (int fd, const char *data, gssize length)
{
  gsize left = length < 0 ? strlen (data) : (gsize)length;

  while (left > 0)
    {
      gssize n = send (fd, data, left, MSG_NOSIGNAL);

      if (n <= 0)
        return;
      data += n;
      left -= (gsize)n;
    }
}

/* At most @most bytes more; FALSE at the end of the stream. */
static gboolean
read_more (int fd, GString *text, gsize most)
{
  struct pollfd waiting = { .fd = fd, .events = POLLIN };
  char buffer[16384];
  gssize n;

  if (poll (&waiting, 1, PATIENCE_MS) != 1)
    g_error ("the server did not answer");
  n = recv (fd, buffer, MIN (most, sizeof buffer), 0);
  if (n <= 0)
    return FALSE;
  g_string_append_len (text, buffer, n);
  return TRUE;
}

static void
parse_head (Reply *self, const char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);

  g_assert_true (g_str_has_prefix (lines[0], "HTTP/1.1 "));
  self->status = (guint)g_ascii_strtoull (lines[0] + strlen ("HTTP/1.1 "), NULL, 10);
  for (guint i = 1; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      char *colon = strchr (lines[i], ':');

      g_assert_nonnull (colon);
      g_hash_table_insert (self->headers, g_ascii_strdown (lines[i], colon - lines[i]),
                           g_strdup (g_strstrip (colon + 1)));
    }
}

Reply *
fixture_read (int fd)
{
  Reply *self = g_new0 (Reply, 1);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *length;
  gsize expected = 0;

  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->body = g_string_new (NULL);
  /* Byte by byte, so that the next answer stays where it is. */
  while (!g_str_has_suffix (text->str, "\r\n\r\n") && read_more (fd, text, 1))
    ;
  if (!g_str_has_suffix (text->str, "\r\n\r\n"))
    {
      g_assert_cmpuint (text->len, ==, 0);
      self->closed = TRUE;
      return self;
    }
  parse_head (self, text->str);
  if (self->status == 100)
    return self;
  length = reply_get (self, "content-length");
  if (length != NULL)
    expected = g_ascii_strtoull (length, NULL, 10);
  while (self->body->len < expected && read_more (fd, self->body, expected - self->body->len))
    ;
  g_assert_cmpuint (self->body->len, ==, expected);
  return self;
}

gboolean
fixture_can_read (int fd, int ms)
{
  struct pollfd waiting = { .fd = fd, .events = POLLIN };

  return poll (&waiting, 1, ms) == 1;
}

gboolean
fixture_is_closed (int fd)
{
  g_autoptr (GString) rest = g_string_new (NULL);

  while (read_more (fd, rest, 1024))
    ;
  return rest->len == 0;
}

void
reply_free (Reply *self)
{
  g_hash_table_unref (self->headers);
  g_string_free (self->body, TRUE);
  g_free (self);
}

const char *
reply_get (const Reply *self, const char *header)
{
  return g_hash_table_lookup (self->headers, header);
}

JsonObject *
reply_get_object (Reply *self)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (self->body->str, &error);
  JsonObject *object;

  g_assert_no_error (error);
  object = json_node_dup_object (node);
  json_node_unref (node);
  return object;
}

void
reply_assert_problem (Reply *self, guint status, const char *code)
{
  g_autoptr (JsonObject) object = NULL;

  if (self->status != status)
    g_test_message ("%u %s", self->status, self->body->str);
  g_assert_cmpuint (self->status, ==, status);
  g_assert_cmpstr (reply_get (self, "content-type"), ==, "application/problem+json");
  object = reply_get_object (self);
  g_assert_cmpstr (json_object_get_string_member (object, "code"), ==, code);
  g_assert_cmpint (json_object_get_int_member (object, "status"), ==, status);
  g_assert_nonnull (json_object_get_string_member (object, "title"));
}

void
reply_assert_refused (Reply *self, guint status, const char *code)
{
  gboolean is_ours = g_strcmp0 (reply_get (self, "content-type"), "application/problem+json") == 0;

  if (is_ours || MHD_VERSION < 0x01000000)
    reply_assert_problem (self, status, code);
  else
    g_assert_cmpuint (self->status, ==, status);
}

Reply *
fixture_raw (Fixture *self, const char *data, gssize length)
{
  int fd = fixture_connect (self);
  Reply *reply;

  fixture_write (fd, data, length);
  reply = fixture_read (fd);
  close (fd);
  return reply;
}

Reply *
fixture_call (Fixture *self,
              const char *method,
              const char *path,
              const char *token,
              const char *extra,
              const char *body)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: localhost\r\nRedress-Protocol: 1\r\n",
                          method, path);
  if (token != NULL)
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", token);
  if (extra != NULL)
    g_string_append (text, extra);
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body));
  if (body != NULL && (extra == NULL || strstr (extra, "Content-Type") == NULL))
    g_string_append (text, "Content-Type: application/json\r\n");
  g_string_append (text, "\r\n");
  if (body != NULL)
    g_string_append (text, body);
  return fixture_raw (self, text->str, (gssize)text->len);
}
