/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/trail-check.h"

#include "server/evidence-store.h"

/**
 * Rule:
 * @title: what must not be
 * @sql: finds it, one row for each case, an id in the first column
 */
typedef struct
{
  const char *title;
  const char *sql;
} Rule;

/* Entries of the feed and stored answers go after 180 days, so what is compared with them is no
 * older than the oldest that is kept. */
static const Rule rules[] = {
  { "decision without its entry in the log",
    "select d.ticket from decision d where not exists (select 1 from audit_leaf a "
    "where a.ticket = d.ticket and a.action = 'decide' and a.actor = d.actor "
    "and LEAF_TEXT (a.leaf) like '%\"command_id\":\"' || d.command_id || '\"%')" },
  { "entry in the log without its decision",
    "select a.ticket from audit_leaf a where a.action = 'decide' and not exists "
    "(select 1 from decision d where d.ticket = a.ticket and d.actor = a.actor "
    "and LEAF_TEXT (a.leaf) like '%\"command_id\":\"' || d.command_id || '\"%')" },
  { "decision without its entry in the feed",
    "select d.ticket from decision d join ticket t on t.id = d.ticket "
    "join feed_head h on h.platform = t.platform where h.minimum = 0 and not exists "
    "(select 1 from change_log c where c.platform = t.platform and c.ticket = d.ticket "
    "and c.rev = d.rev)" },
  { "decision without its stored answer",
    "select d.ticket from decision d where "
    "d.recorded_at >= (select min (i.at) from idempotency i) and not exists "
    "(select 1 from idempotency i where i.account = d.actor and i.command_id = d.command_id "
    "and i.status = 200)" },
  { "answer that says decided without its decision",
    "select i.command_id from idempotency i where i.status = 200 "
    "and i.answer like '%\"decision\":{%' and not exists (select 1 from decision d "
    "where d.actor = i.account and d.command_id = i.command_id)" },
  { "command with two decisions",
    "select min (ticket) from decision group by actor, command_id having count(*) > 1" },
  { "second approval without its entry in the log",
    "select d.ticket from decision d where d.approved_by is not null and not exists "
    "(select 1 from audit_leaf a where a.ticket = d.ticket and a.action = 'approve_second' "
    "and a.actor = d.approved_by and LEAF_TEXT (a.leaf) like "
    "'%\"decision_command\":\"' || d.command_id || '\"%')" },
  { "decision that was approved by who made it",
    "select ticket from decision where approved_by = actor" },
  { "entry in the log without its second approval",
    "select a.ticket from audit_leaf a where a.action = 'approve_second' and not exists "
    "(select 1 from decision d where d.ticket = a.ticket and d.approved_by = a.actor "
    "and LEAF_TEXT (a.leaf) like '%\"decision_command\":\"' || d.command_id || '\"%')" },
  { "gap in the log",
    "select l.platform from audit_log l where l.size <> (select count(*) from audit_leaf a "
    "where a.platform = l.platform) or l.size <> coalesce ((select max (a.idx) + 1 "
    "from audit_leaf a where a.platform = l.platform), 0)" },
  { "gap in the feed",
    "select h.platform from feed_head h where h.seq - h.minimum <> (select count(*) "
    "from change_log c where c.platform = h.platform and c.seq > h.minimum "
    "and c.seq <= h.seq) or exists (select 1 from change_log c "
    "where c.platform = h.platform and c.seq > h.seq)" },
  { "ticket whose newest state is not in the feed",
    "select t.id from ticket t join feed_head h on h.platform = t.platform "
    "left join (select ticket, max (rev) as rev from change_log group by ticket) c "
    "on c.ticket = t.id where h.minimum = 0 and t.rev is distinct from c.rev" },
  { "decided ticket without a decision",
    "select t.id from ticket t where t.state in ('second_approval', 'decided', 'effected') "
    "and not exists (select 1 from decision d where d.ticket = t.id and d.round = t.round "
    "and d.is_void = 0)" },
  { "undecided ticket with a decision",
    "select t.id from ticket t join decision d on d.ticket = t.id and d.round = t.round "
    "where t.state in ('open', 'held', 'waiting_customer', 'waiting_platform') "
    "and d.is_void = 0" },
  { "held or waiting ticket that never comes back",
    "select id from ticket where state in ('held', 'waiting_customer', 'waiting_platform') "
    "and wake_at is null" },
};

/**
 * FileRule:
 * @title: what the files belong to
 * @sql: their digests
 * @locate: where each is
 */
typedef struct
{
  const char *title;
  const char *sql;
  char *(*locate) (const char *data_dir, const char *sha256);
} FileRule;

static const FileRule files[] = {
  { "evidence", "select distinct sha256 from evidence", redress_evidence_store_get_original },
  { "rendition",
    "select distinct r.sha256 from rendition r join evidence e on e.id = r.evidence "
    "where r.sha256 <> e.sha256",
    redress_evidence_store_get_rendition },
};

static gboolean
check_rule (RedressSqlConnection *connection, const Rule *rule, GPtrArray *mistakes, GError **error)
{
  gboolean is_sqlite = redress_sql_connection_get_dialect (connection) == REDRESS_SQL_SQLITE;
  g_autoptr (GString) sql = g_string_new (rule->sql);
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  /* Bytes as the text they are is the one thing the engines say in different words. */
  g_string_replace (sql, "LEAF_TEXT (a.leaf)",
                    is_sqlite ? "cast (a.leaf as text)" : "convert_from (a.leaf, 'UTF8')", 0);
  statement = redress_sql_connection_prepare (connection, sql->str, error);
  if (statement == NULL)
    return FALSE;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (mistakes, g_strdup_printf ("%s: %s", rule->title,
                                                redress_sql_statement_get_text (statement, 0)));
  return step == REDRESS_SQL_DONE;
}

/* (nullable): what is wrong with a file that has to have this digest */
static const char *
judge_file (const char *path, const char *sha256)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return "without its file";
  bytes = g_bytes_new_take (contents, length);
  found = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return g_str_equal (found, sha256) ? NULL : "whose file is not what it was";
}

static gboolean
check_files (RedressSqlConnection *connection,
             const FileRule *rule,
             const char *data_dir,
             GPtrArray *mistakes,
             GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, rule->sql, error);
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      const char *sha256 = redress_sql_statement_get_text (statement, 0);
      g_autofree char *path = rule->locate (data_dir, sha256);
      const char *wrong = judge_file (path, sha256);

      if (wrong != NULL)
        g_ptr_array_add (mistakes, g_strdup_printf ("%s %s: %s", rule->title, wrong, sha256));
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_trail_check:
 * @connection: the database
 * @data_dir: the server's data folder
 * @mistakes: (element-type utf8): where what is wrong is added, in words
 *
 * Holds decisions, log, feed and stored answers against each other, and files against their
 * digests. Reads everything, so it is for tests and for an administrator who wants to know.
 *
 * Returns: %FALSE with an error if the database could not be read
 */
gboolean
redress_trail_check (RedressSqlConnection *connection,
                     const char *data_dir,
                     GPtrArray *mistakes,
                     GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (!check_rule (connection, &rules[i], mistakes, error))
        return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      if (!check_files (connection, &files[i], data_dir, mistakes, error))
        return FALSE;
    }
  return TRUE;
}
