/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/trail-check.h"

#include <glib/gstdio.h>

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
    "and cast (a.leaf as text) like '%\"command_id\":\"' || d.command_id || '\"%')" },
  { "entry in the log without its decision",
    "select a.ticket from audit_leaf a where a.action = 'decide' and not exists "
    "(select 1 from decision d where d.ticket = a.ticket and d.actor = a.actor "
    "and cast (a.leaf as text) like '%\"command_id\":\"' || d.command_id || '\"%')" },
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
    "and a.actor = d.approved_by and cast (a.leaf as text) like "
    "'%\"decision_command\":\"' || d.command_id || '\"%')" },
  { "decision that was approved by who made it",
    "select ticket from decision where approved_by = actor" },
  { "entry in the log without its second approval",
    "select a.ticket from audit_leaf a where a.action = 'approve_second' and not exists "
    "(select 1 from decision d where d.ticket = a.ticket and d.approved_by = a.actor "
    "and cast (a.leaf as text) like '%\"decision_command\":\"' || d.command_id || '\"%')" },
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

static gboolean
check_rule (RedressSqlConnection *connection, const Rule *rule, GPtrArray *mistakes, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, rule->sql, error);
  if (statement == NULL)
    return FALSE;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (mistakes, g_strdup_printf ("%s: %s", rule->title,
                                                redress_sql_statement_get_text (statement, 0)));
  return step == REDRESS_SQL_DONE;
}

static gboolean
check_files (RedressSqlConnection *connection,
             const char *data_dir,
             GPtrArray *mistakes,
             GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection,
                                              "select distinct sha256, size from evidence", error);
  if (statement == NULL)
    return FALSE;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      const char *sha256 = redress_sql_statement_get_text (statement, 0);
      g_autofree char *path = redress_evidence_store_get_original (data_dir, sha256);
      GStatBuf info;

      if (g_stat (path, &info) != 0 ||
          info.st_size != redress_sql_statement_get_int64 (statement, 1))
        g_ptr_array_add (mistakes, g_strdup_printf ("evidence without its file: %s", sha256));
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_trail_check:
 * @connection: the database
 * @data_dir: the server's data folder
 * @mistakes: (element-type utf8): where what is wrong is added, in words
 *
 * Holds decisions, log, feed and stored answers against each other. Reads everything, so it is
 * for tests and for an administrator who wants to know.
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
  return check_files (connection, data_dir, mistakes, error);
}
