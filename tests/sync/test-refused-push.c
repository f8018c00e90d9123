/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "support/folder.h"
#include "support/spin.h"
#include "sync/canned-server.h"
#include "sync/headless-desk.h"
#include "wire/json.h"
#include "wire/messages.h"

#include <string.h>

#define SESSION                                                                                    \
  "{\"access_token\":\"ra_x\",\"access_until\":\"2099-01-01T00:00:00.000000Z\","                   \
  "\"refresh_token\":\"rr_x\",\"refresh_until\":\"2099-01-01T00:00:00.000000Z\","                  \
  "\"server_time\":\"2026-11-22T00:00:00.000000Z\",\"account\":{\"id\":\"a-1\",\"name\":"          \
  "\"agent\",\"display_name\":\"Agent\",\"role\":\"agent\",\"scopes\":[\"kameng\"],"               \
  "\"grants_version\":1}}"
#define EMPTY_PAGE                                                                                 \
  "{\"changes\":[],\"next\":\"c1\",\"more\":false,\"epoch\":\"e\","                                \
  "\"server_time\":\"2026-11-22T00:00:00.000000Z\",\"grants_version\":1}"
#define POISON "poison"

/* What the server does with what is pushed. */
typedef enum
{
  AWAY,   /* it has a problem of its own */
  PICKY,  /* it refuses a whole request for one command */
  BUSY,   /* it says of each command that it has a problem of its own */
  FOREIGN /* something in between refuses everything */
} Mood;

typedef struct
{
  RedressTestFolder *folder;
  RedressHeadlessDesk desk;
  RedressCannedServer *server;
  gint mood;      /* (atomic) */
  gint n_polls;   /* (atomic) */
  gint n_busy;    /* (atomic): requests while busy */
  gint n_batches; /* (atomic): requests with more than one command, while picky */
  GMutex mutex;
  GHashTable *bytes;   /* (element-type utf8 utf8), under @mutex: the commands as they came first */
  GHashTable *applied; /* (element-type utf8), under @mutex */
} Fixture;

static char *
answer_one (Fixture *f, JsonObject *command)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) answered = NULL;
  g_autofree char *text = NULL;
  const char *id = json_object_get_string_member (command, "command_id");
  const char *first = g_hash_table_lookup (f->bytes, id);
  RedressAnswer *answer = redress_answer_new ();

  json_node_set_object (node, command);
  text = redress_json_to_string (node);
  if (first == NULL)
    g_hash_table_insert (f->bytes, g_strdup (id), g_strdup (text));
  else
    g_assert_cmpstr (first, ==, text);
  g_assert_true (g_hash_table_add (f->applied, g_strdup (id)));
  answer->command_id = g_strdup (id);
  answer->status = 200;
  answer->ticket = json_object_get_int_member (command, "ticket");
  answered = redress_answer_to_json (answer);
  redress_answer_free (answer);
  return redress_json_to_string (answered);
}

static GBytes *
answer_commands (Fixture *f, const char *body)
{
  g_autoptr (JsonNode) node =
      redress_json_parse (body, strlen (body), &redress_json_limits_response, NULL);
  JsonArray *commands = json_object_get_array_member (json_node_get_object (node), "commands");
  g_autoptr (GString) text = g_string_new ("{\"answers\":[");
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&f->mutex);

  if (json_array_get_length (commands) > 1)
    g_atomic_int_inc (&f->n_batches);
  if (strstr (body, POISON) != NULL)
    return redress_canned_json (422, "{\"status\":422,\"code\":\"note_required\",\"title\":\"No\","
                                     "\"detail\":\"That note is poison\"}");
  for (guint i = 0; i < json_array_get_length (commands); i++)
    {
      g_autofree char *one = answer_one (f, json_array_get_object_element (commands, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "," : "", one);
    }
  g_string_append (text, "]}");
  return redress_canned_json (200, text->str);
}

static GBytes *
answer_busy (Fixture *f, const char *body)
{
  g_autoptr (JsonNode) node =
      redress_json_parse (body, strlen (body), &redress_json_limits_response, NULL);
  JsonArray *commands = json_object_get_array_member (json_node_get_object (node), "commands");
  JsonObject *command = json_array_get_object_element (commands, 0);
  g_autofree char *text =
      g_strdup_printf ("{\"answers\":[{\"command_id\":\"%s\",\"ticket\":1,\"status\":503}]}",
                       json_object_get_string_member (command, "command_id"));

  g_atomic_int_inc (&f->n_busy);
  return redress_canned_json (200, text);
}

static GBytes *
answer (const char *method, const char *path, const char *body, gpointer user_data)
{
  static const char html[] = "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n"
                             "Content-Length: 9\r\n\r\n<h1>No</h";
  Fixture *f = user_data;

  if (g_str_has_prefix (path, "/v1/sessions"))
    return redress_canned_json (201, SESSION);
  if (g_str_has_prefix (path, "/v1/changes"))
    {
      g_atomic_int_inc (&f->n_polls);
      return redress_canned_json (200, EMPTY_PAGE);
    }
  if (!g_str_has_prefix (path, "/v1/commands"))
    return redress_canned_json (404, "{}");
  switch ((Mood)g_atomic_int_get (&f->mood))
    {
    case PICKY:
      return answer_commands (f, body);
    case BUSY:
      return answer_busy (f, body);
    case FOREIGN:
      return g_bytes_new_static (html, sizeof html - 1);
    case AWAY:
    default:
      return redress_canned_json (503, "{}");
    }
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *home = NULL;

  f->folder = redress_test_folder_new ();
  home = redress_test_folder_build (f->folder, "desk");
  g_mutex_init (&f->mutex);
  f->bytes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  f->applied = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  f->server = redress_canned_server_new (answer, f);
  redress_headless_desk_open (&f->desk, home);
  redress_headless_desk_sign_in (&f->desk, redress_canned_server_get_url (f->server), "agent",
                                 "secret");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_headless_desk_close (&f->desk);
  redress_canned_server_free (f->server);
  g_hash_table_unref (f->bytes);
  g_hash_table_unref (f->applied);
  g_mutex_clear (&f->mutex);
  redress_test_folder_free (f->folder);
}

static void
record (Fixture *f, gint64 ticket, const char *text)
{
  RedressStore *store = redress_sync_get_store (f->desk.sync);
  g_autoptr (RedressCommand) note = redress_command_new (REDRESS_COMMAND_NOTE, ticket);
  g_autoptr (RedressOutboxEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  note->note = g_strdup (text);
  redress_store_record_async (store, note, 0, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "recording");
  entry = redress_store_record_finish (store, result, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list (Fixture *f)
{
  RedressStore *store = redress_sync_get_store (f->desk.sync);
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *entries;

  redress_store_list_outbox_async (store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the outbox");
  entries = redress_store_list_outbox_finish (store, result, NULL);
  g_assert_nonnull (entries);
  return entries;
}

static gboolean
are_all_settled (gpointer data)
{
  Fixture *f = data;

  return f->desk.applied + f->desk.refused == 4;
}

/* One command that the server takes in no company: the others arrive, once each, and it is refused
 * in the server's words. */
static void
test_one_by_one (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  const RedressOutboxEntry *entry = NULL;

  record (f, 1, "one");
  record (f, 2, POISON);
  record (f, 3, "three");
  record (f, 4, "four");
  g_atomic_int_set (&f->mood, PICKY);
  redress_sync_wake (f->desk.sync);
  redress_test_spin_until (are_all_settled, f, "all answers");
  g_assert_cmpint (g_atomic_int_get (&f->n_batches), >=, 1);
  g_assert_cmpuint (f->desk.applied, ==, 3);
  g_assert_cmpuint (g_hash_table_size (f->applied), ==, 3);
  entries = list (f);
  for (guint i = 0; i < entries->len; i++)
    if (((RedressOutboxEntry *)g_ptr_array_index (entries, i))->state == REDRESS_OUTBOX_REFUSED)
      entry = g_ptr_array_index (entries, i);
  g_assert_nonnull (entry);
  g_assert_cmpstr (entry->command->note, ==, POISON);
  g_assert_cmpstr (entry->problem_code, ==, "note_required");
  g_assert_cmpstr (entry->problem_detail, ==, "That note is poison");
}

static gboolean
says_trouble (gpointer data)
{
  Fixture *f = data;
  g_autofree char *trouble = NULL;

  g_object_get (f->desk.sync, "trouble", &trouble, NULL);
  return trouble != NULL && strstr (trouble, "403") != NULL;
}

/* What is not our server's word refuses nothing for good, and is said. */
static void
test_words_of_another (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  g_atomic_int_set (&f->mood, FOREIGN);
  record (f, 1, "one");
  redress_test_spin_until (says_trouble, f, "the trouble");
  entries = list (f);
  g_assert_cmpuint (entries->len, ==, 1);
  /* It may be on its way once more by now. */
  g_assert_cmpint (((RedressOutboxEntry *)g_ptr_array_index (entries, 0))->state, <=,
                   REDRESS_OUTBOX_SENDING);
  g_assert_cmpuint (f->desk.refused, ==, 0);
}

static gboolean
is_asked (gpointer data)
{
  return g_atomic_int_get (&((Fixture *)data)->n_busy) > 0;
}

typedef struct
{
  Fixture *fixture;
  gint n;
} Polls;

static gboolean
has_polled (gpointer data)
{
  Polls *polls = data;

  return g_atomic_int_get (&polls->fixture->n_polls) >= polls->n;
}

/* A server that cannot take a command now is not asked again at once, and again, and again. */
static void
test_busy_with_each (Fixture *f, gconstpointer data)
{
  Polls polls = { f, 0 };

  g_atomic_int_set (&f->mood, BUSY);
  record (f, 1, "one");
  redress_test_spin_until (is_asked, f, "the command");
  polls.n = g_atomic_int_get (&f->n_polls) + 20;
  redress_test_spin_until (has_polled, &polls, "twenty polls");
  g_assert_cmpint (g_atomic_int_get (&f->n_busy), <=, 3);
  g_assert_cmpuint (f->desk.refused, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sync/refused-push/one-by-one", Fixture, NULL, set_up, test_one_by_one, tear_down);
  g_test_add ("/sync/refused-push/words-of-another", Fixture, NULL, set_up, test_words_of_another,
              tear_down);
  g_test_add ("/sync/refused-push/busy-with-each", Fixture, NULL, set_up, test_busy_with_each,
              tear_down);
  return g_test_run ();
}
