/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/oracle.h"

#include "server/account-table.h"
#include "server/cursor.h"
#include "server/router.h"
#include "server/trail-check.h"
#include "sql/statement.h"
#include "wire/codec.h"
#include "wire/json.h"

/* A decision that a request carries, and the claim that its ticket has before. */
typedef struct
{
  char *command_id;
  gint64 ticket;
  gint64 token;
  gint64 current_token;
  char *holder;
  gboolean is_known; /* it was decided before: this is a repetition */
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_free (held->command_id);
  g_free (held->holder);
  g_free (held);
}

static RedressSqlStatement *
ask (SimOracle *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  RedressSqlStatement *statement = redress_sql_connection_prepare (
      redress_server_get_connection (self->server->server), sql, &error);

  if (statement == NULL)
    g_error ("%s: %s", sql, error->message);
  return statement;
}

static gint64
count (SimOracle *self, const char *sql, const char *text)
{
  g_autoptr (RedressSqlStatement) statement = ask (self, sql);
  gint64 n = 0;

  if (text != NULL)
    redress_sql_statement_bind_text (statement, 1, text);
  redress_sql_statement_fetch_int64 (statement, &n, NULL);
  return n;
}

gint64
sim_oracle_count_decisions (SimOracle *self)
{
  return count (self, "select count(*) from decision", NULL);
}

static gint64
count_command (SimOracle *self, const char *command_id)
{
  return count (self, "select count(*) from decision where command_id = $1", command_id);
}

static JsonArray *
read_array (GBytes *body, const char *member, JsonNode **node)
{
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  *node =
      data != NULL ? redress_json_parse (data, length, &redress_json_limits_response, NULL) : NULL;
  if (*node == NULL || !JSON_NODE_HOLDS_OBJECT (*node) ||
      !json_object_has_member (json_node_get_object (*node), member))
    return NULL;
  return json_object_get_array_member (json_node_get_object (*node), member);
}

static void
look_at_claim (SimOracle *self, JsonObject *object)
{
  g_autoptr (RedressCommand) command = redress_command_from_json (object, NULL);
  g_autoptr (RedressSqlStatement) statement = NULL;
  Held *held;

  if (command == NULL || command->type != REDRESS_COMMAND_DECIDE)
    return;
  held = g_new0 (Held, 1);
  held->command_id = g_strdup (command->command_id);
  held->ticket = command->ticket;
  held->token = command->claim_token;
  held->is_known = count_command (self, held->command_id) > 0;
  statement = ask (self, "select claim_token, holder from ticket where id = $1");
  redress_sql_statement_bind_int64 (statement, 1, held->ticket);
  if (redress_sql_statement_step (statement, NULL) == REDRESS_SQL_ROW)
    {
      held->current_token = redress_sql_statement_get_int64 (statement, 0);
      held->holder = redress_sql_statement_dup_text (statement, 1);
    }
  g_ptr_array_add (self->held, held);
}

static void
before (const SimRequest *request, gpointer data)
{
  SimOracle *self = data;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *commands;

  g_ptr_array_set_size (self->held, 0);
  if (!g_str_equal (request->path, "/v1/commands") || sim_disk_is_cut (self->server->disk))
    return;
  commands = read_array (request->body, "commands", &node);
  for (guint i = 0; commands != NULL && i < json_array_get_length (commands); i++)
    look_at_claim (self, json_array_get_object_element (commands, i));
}

/* No decision without the claim, and none twice. */
static void
check_claims (SimOracle *self, const RedressAccount *account)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      const Held *held = g_ptr_array_index (self->held, i);
      gint64 n = count_command (self, held->command_id);

      if (n > 1)
        sim_ledger_complain (self->ledger, "%s has %d decisions", held->command_id, (int)n);
      if (n == 0 || held->is_known)
        continue;
      if (held->token != held->current_token)
        sim_ledger_complain (self->ledger, "%s was taken with the token %d, the claim has %d",
                             held->command_id, (int)held->token, (int)held->current_token);
      if (account == NULL || g_strcmp0 (held->holder, account->id) != 0)
        sim_ledger_complain (self->ledger, "%s was taken although %s holds the ticket",
                             held->command_id, held->holder);
    }
}

static void
check_scope (SimOracle *self, const SimAnswer *answer, const RedressAccount *account)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *changes = read_array (answer->body, "changes", &node);

  for (guint i = 0; changes != NULL && i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);
      JsonObject *summary = json_object_has_member (change, "summary")
                                ? json_object_get_object_member (change, "summary")
                                : NULL;
      const char *platform =
          summary != NULL ? json_object_get_string_member (summary, "platform") : NULL;

      if (platform != NULL && !redress_account_has_scope (account, platform))
        sim_ledger_complain (self->ledger, "%s was sent a ticket of %s", account->id, platform);
    }
}

static RedressCursor *
read_cursor (SimOracle *self, const char *text, const RedressAccount *account)
{
  RedressOperations *operations = redress_server_get_operations (self->server->server);

  return text != NULL ? redress_cursor_from_text (
                            text, redress_operations_get_cursor_key (operations), account->id, NULL)
                      : NULL;
}

/* Reading goes forward, unless it begins anew. */
static void
check_cursor (SimOracle *self,
              const SimRequest *request,
              const SimAnswer *answer,
              const RedressAccount *account)
{
  g_autoptr (GHashTable) query = redress_router_parse_query (request->path);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RedressCursor) from = NULL;
  g_autoptr (RedressCursor) to = NULL;

  if (read_array (answer->body, "changes", &node) == NULL)
    return;
  from = read_cursor (self, g_hash_table_lookup (query, "cursor"), account);
  to = read_cursor (self, json_object_get_string_member (json_node_get_object (node), "next"),
                    account);
  for (guint i = 0; from != NULL && to != NULL && i < to->places->len; i++)
    {
      const RedressCursorPlace *place = g_ptr_array_index (to->places, i);
      const RedressCursorPlace *old = redress_cursor_find (from, place->platform);

      if (old != NULL && g_str_equal (from->epoch, to->epoch) && old->seq > place->seq)
        sim_ledger_complain (self->ledger, "the cursor of %s went back in %s", account->id,
                             place->platform);
    }
}

static void
after (const SimRequest *request,
       const SimAnswer *answer,
       const RedressAccount *account,
       gpointer data)
{
  SimOracle *self = data;

  if (sim_disk_is_cut (self->server->disk))
    return;
  check_claims (self, account);
  if (account == NULL || answer->status != 200 || !g_str_has_prefix (request->path, "/v1/changes"))
    return;
  check_scope (self, answer, account);
  check_cursor (self, request, answer, account);
}

void
sim_oracle_begin (SimOracle *self, SimServer *server, SimLedger *ledger)
{
  self->server = server;
  self->ledger = ledger;
  self->held = g_ptr_array_new_with_free_func (held_free);
  server->before = before;
  server->after = after;
  server->data = self;
}

void
sim_oracle_end (SimOracle *self)
{
  g_clear_pointer (&self->held, g_ptr_array_unref);
  self->server->before = NULL;
  self->server->after = NULL;
}

static const char sql_log[] =
    "select count(*) from audit_leaf "
    "where instr (leaf, cast ('\"command_id\":\"' || $1 || '\"' as blob)) > 0";

static void
judge_entry (SimOracle *self, const SimEntry *entry)
{
  gint64 n = entry->is_decision ? count_command (self, entry->command_id) : 0;

  /* A disk that failed while the answer was written may have it, though the desk could not say so:
   * nothing is left to send then, and the server has answered. */
  if (entry->is_promised && !entry->is_withdrawn && !entry->is_doubtful && entry->status == 0 &&
      count (self, "select count(*) from idempotency where command_id = $1", entry->command_id) ==
          0)
    sim_ledger_complain (self->ledger, "%s for T-%d on desk %u came to nothing", entry->command_id,
                         (int)entry->ticket, entry->desk);
  if (count (self, sql_log, entry->command_id) > 1)
    sim_ledger_complain (self->ledger, "%s is in the log more than once", entry->command_id);
  if (entry->is_withdrawn && n > 0)
    sim_ledger_complain (self->ledger, "%s was taken back and decided", entry->command_id);
  if (entry->is_decision && entry->status != 0 && n != (entry->status == 200 ? 1 : 0))
    sim_ledger_complain (self->ledger, "%s was answered with %u and has %d decisions",
                         entry->command_id, entry->status, (int)n);
}

static void
judge_entries (SimOracle *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->ledger->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    judge_entry (self, entry);
}

static void
judge_decisions (SimOracle *self)
{
  g_autoptr (RedressSqlStatement) statement = ask (self, "select command_id from decision");

  while (redress_sql_statement_step (statement, NULL) == REDRESS_SQL_ROW)
    if (sim_ledger_find (self->ledger, redress_sql_statement_get_text (statement, 0)) == NULL)
      sim_ledger_complain (self->ledger, "nobody made the decision %s",
                           redress_sql_statement_get_text (statement, 0));
}

/* Decisions, log, feed and stored answers agree. */
static void
judge_trail (SimOracle *self)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  if (!redress_trail_check (redress_server_get_connection (self->server->server),
                            self->server->folder, mistakes, &error))
    sim_ledger_complain (self->ledger, "the check of the trail failed: %s", error->message);
  for (guint i = 0; i < mistakes->len; i++)
    sim_ledger_complain (self->ledger, "%s", (const char *)g_ptr_array_index (mistakes, i));
}

static void
compare_ticket (SimOracle *self, SimDesk *desk, RedressSqlStatement *row, gboolean in_scope)
{
  gint64 id = redress_sql_statement_get_int64 (row, 0);
  RedressCase *found = sim_desk_load (desk, id);

  if (in_scope != (found != NULL))
    sim_ledger_complain (self->ledger, "desk %u %s T-%d", desk->number,
                         in_scope ? "does not have" : "still has", (int)id);
  else if (found != NULL && (found->summary->rev != redress_sql_statement_get_int64 (row, 2) ||
                             found->summary->version != redress_sql_statement_get_int64 (row, 3) ||
                             g_strcmp0 (redress_state_to_string (found->summary->state),
                                        redress_sql_statement_get_text (row, 4)) != 0))
    sim_ledger_complain (self->ledger, "desk %u has rev %d of T-%d, the server %d", desk->number,
                         (int)found->summary->rev, (int)id,
                         (int)redress_sql_statement_get_int64 (row, 2));
  g_clear_pointer (&found, redress_case_free);
}

static void
judge_cache (SimOracle *self, SimDesk *desk)
{
  g_autoptr (RedressAccountRow) account = NULL;
  g_autoptr (RedressSqlStatement) statement =
      ask (self, "select id, platform, rev, version, state from ticket order by id");

  redress_account_table_get (redress_server_get_connection (self->server->server), desk->account,
                             &account, NULL);
  while (redress_sql_statement_step (statement, NULL) == REDRESS_SQL_ROW)
    compare_ticket (self, desk, statement,
                    redress_account_has_scope (account->account,
                                               redress_sql_statement_get_text (statement, 1)));
}

void
sim_oracle_judge (SimOracle *self, SimDesk *desks, guint n_desks)
{
  judge_entries (self);
  judge_decisions (self);
  judge_trail (self);
  /* That a desk is off was said already. */
  for (guint i = 0; i < n_desks; i++)
    if (desks[i].store != NULL)
      judge_cache (self, &desks[i]);
}
