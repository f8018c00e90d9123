/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/audit-leaf.h"

#include "server/commitment.h"
#include "wire/json.h"

static const char sql_take_index[] =
    "insert into audit_log (platform, size) values ($1, 1) "
    "on conflict (platform) do update set size = audit_log.size + 1 returning size - 1";
static const char sql_insert[] =
    "insert into audit_leaf (platform, idx, leaf, action, ticket, actor, at, role, rules, amount, "
    "unit, offline, round) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
static const char sql_mark_overturned[] =
    "update audit_leaf set overturned = 1 where action = 'decide' and ticket = $1 and round = "
    "(select max (round) from decision where ticket = $1 and is_void = 0) and $2 <> "
    "(select d.verdict from decision d where d.ticket = $1 and d.round = audit_leaf.round)";

struct _RedressAuditLeaf
{
  char *platform;
  char *action;
  char *actor;
  gint64 ticket;
  RedressTime at;
  JsonObject *object; /* (owned) */
  GBytes *key;        /* (owned) (nullable): of the customer */
};

/**
 * redress_audit_leaf_new:
 * @platform: whose log
 * @action: what was done, such as "decide"
 * @actor: (nullable): who did it; %NULL: the server itself, by its clock
 * @now: the time
 *
 * Returns: (transfer full): an entry to be filled
 */
RedressAuditLeaf *
redress_audit_leaf_new (const char *platform,
                        const char *action,
                        const RedressAccount *actor,
                        RedressTime now)
{
  RedressAuditLeaf *self = g_new0 (RedressAuditLeaf, 1);

  self->platform = g_strdup (platform);
  self->action = g_strdup (action);
  self->actor = g_strdup (actor != NULL ? actor->id : "server");
  self->at = now;
  self->object = json_object_new ();
  json_object_set_int_member (self->object, "v", 1);
  json_object_set_string_member (self->object, "log", platform);
  json_object_set_string_member (self->object, "action", action);
  json_object_set_string_member (self->object, "actor", self->actor);
  redress_json_set_time (self->object, "at", now);
  if (actor != NULL)
    json_object_set_string_member (self->object, "role", redress_role_to_string (actor->role));
  return self;
}

/**
 * redress_audit_leaf_free:
 * @self: (transfer full) (nullable): an entry
 */
void
redress_audit_leaf_free (RedressAuditLeaf *self)
{
  if (self == NULL)
    return;

  g_free (self->platform);
  g_free (self->action);
  g_free (self->actor);
  json_object_unref (self->object);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_free (self);
}

/**
 * redress_audit_leaf_set_ticket:
 * @self: an entry
 * @connection: a database in a writing transaction
 * @summary: the ticket as it is afterwards
 * @version_before: its version before
 */
gboolean
redress_audit_leaf_set_ticket (RedressAuditLeaf *self,
                               RedressSqlConnection *connection,
                               const RedressSummary *summary,
                               gint64 version_before,
                               GError **error)
{
  self->key =
      redress_commitment_get_key (connection, summary->platform, summary->customer_ref, error);
  if (self->key == NULL)
    return FALSE;

  self->ticket = summary->id;
  json_object_set_int_member (self->object, "ticket", summary->id);
  json_object_set_int_member (self->object, "round", summary->round);
  json_object_set_int_member (self->object, "rev", summary->rev);
  json_object_set_int_member (self->object, "version_before", version_before);
  json_object_set_int_member (self->object, "version", summary->version);
  json_object_set_string_member (self->object, "state", redress_state_to_string (summary->state));
  redress_audit_leaf_add_commitment (self, "customer", summary->customer_ref);
  return TRUE;
}

/**
 * redress_audit_leaf_add_string:
 * @self: an entry
 * @name: name of the member
 * @value: (nullable): nothing personal
 */
void
redress_audit_leaf_add_string (RedressAuditLeaf *self, const char *name, const char *value)
{
  if (value != NULL && value[0] != '\0')
    json_object_set_string_member (self->object, name, value);
}

/**
 * redress_audit_leaf_add_int:
 * @self: an entry
 * @name: name of the member
 * @value: a number; 0 is left out
 */
void
redress_audit_leaf_add_int (RedressAuditLeaf *self, const char *name, gint64 value)
{
  if (value != 0)
    json_object_set_int_member (self->object, name, value);
}

/**
 * redress_audit_leaf_add_time:
 * @self: an entry
 * @name: name of the member
 * @value: a time; unknown is left out
 */
void
redress_audit_leaf_add_time (RedressAuditLeaf *self, const char *name, RedressTime value)
{
  redress_json_set_time (self->object, name, value);
}

/**
 * redress_audit_leaf_add_flag:
 * @self: an entry
 * @name: name of the member
 * @value: %FALSE is left out
 */
void
redress_audit_leaf_add_flag (RedressAuditLeaf *self, const char *name, gboolean value)
{
  if (value)
    json_object_set_boolean_member (self->object, name, TRUE);
}

/**
 * redress_audit_leaf_add_strv:
 * @self: an entry
 * @name: name of the member
 * @value: (nullable) (array zero-terminated=1): codes or digests
 */
void
redress_audit_leaf_add_strv (RedressAuditLeaf *self, const char *name, char *const *value)
{
  if (value != NULL && value[0] != NULL)
    redress_json_set_strv (self->object, name, value);
}

/**
 * redress_audit_leaf_add_amount:
 * @self: an entry
 * @name: name of the member
 * @amount: an amount, 0 too
 */
void
redress_audit_leaf_add_amount (RedressAuditLeaf *self, const char *name, RedressAmount amount)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "value", amount.value);
  json_object_set_string_member (object, "unit", redress_unit_to_string (amount.unit));
  json_object_set_object_member (self->object, name, object);
}

/**
 * redress_audit_leaf_add_commitment:
 * @self: an entry whose ticket was set
 * @name: name of the member
 * @value: (nullable): something personal
 */
void
redress_audit_leaf_add_commitment (RedressAuditLeaf *self, const char *name, const char *value)
{
  g_autofree char *commitment = NULL;

  g_return_if_fail (self->key != NULL);

  if (value == NULL || value[0] == '\0')
    return;

  commitment = redress_commitment_make (self->key, name, value);
  json_object_set_string_member (self->object, name, commitment);
}

static GBytes *
make_bytes (RedressAuditLeaf *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, self->object);
  return redress_json_canonical (node);
}

/* (nullable): the rules that matched, as the column has them: each between two spaces. */
static char *
join_rules (RedressAuditLeaf *self)
{
  g_autoptr (GString) joined = g_string_new (" ");
  JsonArray *matched = json_object_has_member (self->object, "matched")
                           ? json_object_get_array_member (self->object, "matched")
                           : NULL;

  for (guint i = 0; matched != NULL && i < json_array_get_length (matched); i++)
    g_string_append_printf (joined, "%s ", json_array_get_string_element (matched, i));
  return joined->len > 1 ? g_string_free (g_steal_pointer (&joined), FALSE) : NULL;
}

/* What the entry is found by; all of it stands in the leaf as well. */
static void
bind_columns (RedressAuditLeaf *self, RedressSqlStatement *insert)
{
  g_autofree char *rules = join_rules (self);
  JsonObject *amount = json_object_has_member (self->object, "amount")
                           ? json_object_get_object_member (self->object, "amount")
                           : NULL;

  redress_sql_statement_bind_text (insert, 4, self->action);
  if (self->ticket != 0)
    redress_sql_statement_bind_int64 (insert, 5, self->ticket);
  redress_sql_statement_bind_text (insert, 6, self->actor);
  redress_sql_statement_bind_int64 (insert, 7, self->at);
  redress_sql_statement_bind_text (
      insert, 8, json_object_get_string_member_with_default (self->object, "role", NULL));
  redress_sql_statement_bind_text (insert, 9, rules);
  if (amount != NULL)
    {
      redress_sql_statement_bind_int64 (insert, 10, json_object_get_int_member (amount, "value"));
      redress_sql_statement_bind_text (insert, 11, json_object_get_string_member (amount, "unit"));
    }
  redress_sql_statement_bind_int64 (
      insert, 12, json_object_get_boolean_member_with_default (self->object, "offline", FALSE));
  if (json_object_has_member (self->object, "round"))
    redress_sql_statement_bind_int64 (insert, 13,
                                      json_object_get_int_member (self->object, "round"));
}

/**
 * redress_audit_leaf_write:
 * @self: a filled entry
 * @connection: a database in a writing transaction
 * @index: (out) (optional): its place in the log
 *
 * Adds the entry to its platform's log. From then on its bytes are final.
 */
gboolean
redress_audit_leaf_write (RedressAuditLeaf *self,
                          RedressSqlConnection *connection,
                          gint64 *index,
                          GError **error)
{
  g_autoptr (RedressSqlStatement) take = NULL;
  g_autoptr (RedressSqlStatement) insert = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 taken = -1;

  take = redress_sql_connection_prepare (connection, sql_take_index, error);
  if (take == NULL)
    return FALSE;
  redress_sql_statement_bind_text (take, 1, self->platform);
  if (redress_sql_statement_fetch_int64 (take, &taken, error) != REDRESS_SQL_ROW)
    return FALSE;

  json_object_set_int_member (self->object, "index", taken);
  bytes = make_bytes (self);
  insert = redress_sql_connection_prepare (connection, sql_insert, error);
  if (insert == NULL)
    return FALSE;
  redress_sql_statement_bind_text (insert, 1, self->platform);
  redress_sql_statement_bind_int64 (insert, 2, taken);
  redress_sql_statement_bind_bytes (insert, 3, bytes);
  bind_columns (self, insert);
  if (!redress_sql_statement_run (insert, error))
    return FALSE;

  if (index != NULL)
    *index = taken;
  return TRUE;
}

/**
 * redress_audit_mark_overturned:
 * @connection: a database in a writing transaction
 * @ticket: an appeal whose decision stands from now on
 * @verdict: what was decided
 * @error: return location
 *
 * Lets the decision that was appealed against be found as overturned if this one says otherwise.
 * The bytes of its entry stay as they are.
 *
 * Returns: whether it was written
 */
gboolean
redress_audit_mark_overturned (RedressSqlConnection *connection,
                               const RedressTicket *ticket,
                               RedressVerdict verdict,
                               GError **error)
{
  g_autoptr (RedressSqlStatement) mark = NULL;

  if (ticket->previous_ticket == 0)
    return TRUE;
  mark = redress_sql_connection_prepare (connection, sql_mark_overturned, error);
  if (mark == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (mark, 1, ticket->previous_ticket);
  redress_sql_statement_bind_text (mark, 2, redress_verdict_to_string (verdict));
  return redress_sql_statement_run (mark, error);
}
