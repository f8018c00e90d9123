/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fact-table.h"

#include "server/sql-values.h"

static const char sql_load[] =
    "select name, type, number, text, unit, source, as_of, evidence, entries from fact "
    "where ticket = $1 order by name";
/* A fact that is the same already is left alone, so that telling it twice moves nothing. */
static const char sql_set[] =
    "insert into fact (ticket, name, type, number, text, unit, source, as_of, evidence, entries) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (ticket, name) do update set "
    "type = excluded.type, number = excluded.number, text = excluded.text, "
    "unit = excluded.unit, source = excluded.source, as_of = excluded.as_of, "
    "evidence = excluded.evidence, entries = excluded.entries "
    "where (fact.type, fact.number, fact.text, fact.unit, fact.source, fact.as_of, "
    "fact.evidence, fact.entries) "
    "is distinct from (excluded.type, excluded.number, excluded.text, excluded.unit, "
    "excluded.source, excluded.as_of, excluded.evidence, excluded.entries)";

static gboolean
read_value (RedressSqlStatement *statement, RedressFact *fact, GError **error)
{
  switch ((RedressValueType)redress_sql_statement_get_int64 (statement, 1))
    {
    case REDRESS_VALUE_UNKNOWN:
      return TRUE;
    case REDRESS_VALUE_BOOLEAN:
      redress_value_set_boolean (&fact->value, redress_sql_statement_get_boolean (statement, 2));
      return TRUE;
    case REDRESS_VALUE_INTEGER:
      redress_value_set_integer (&fact->value, redress_sql_statement_get_int64 (statement, 2));
      return TRUE;
    case REDRESS_VALUE_TIME:
      redress_value_set_time (&fact->value, redress_sql_statement_get_int64 (statement, 2));
      return TRUE;
    case REDRESS_VALUE_TEXT:
      redress_value_set_text (&fact->value, redress_sql_statement_get_text (statement, 3));
      return TRUE;
    case REDRESS_VALUE_MASKED:
    default:
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "fact %s: no such type of value",
                   fact->name);
      return FALSE;
    }
}

static guint *
dup_entries (RedressSqlStatement *statement, guint column)
{
  g_auto (GStrv) lines = redress_sql_dup_lines (statement, column);
  guint count = lines != NULL ? g_strv_length (lines) : 0;
  guint *entries;

  if (count == 0)
    return NULL;
  entries = g_new0 (guint, count + 1);
  for (guint i = 0; i < count; i++)
    entries[i] = (guint)g_ascii_strtoull (lines[i], NULL, 10);
  return entries;
}

/**
 * redress_fact_table_load:
 * @connection: the database
 * @ticket: id of a ticket
 * @facts: (element-type RedressFact): where its facts are added, sorted by name
 */
gboolean
redress_fact_table_load (RedressSqlConnection *connection,
                         gint64 ticket,
                         GPtrArray *facts,
                         GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, sql_load, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressFact *fact = redress_fact_new (redress_sql_statement_get_text (statement, 0),
                                            redress_sql_statement_get_text (statement, 5),
                                            redress_sql_get_time (statement, 6));

      g_ptr_array_add (facts, fact);
      fact->unit = redress_sql_statement_dup_text (statement, 4);
      fact->evidence = redress_sql_statement_dup_text (statement, 7);
      fact->entries = dup_entries (statement, 8);
      if (!read_value (statement, fact, error))
        return FALSE;
    }
  return step == REDRESS_SQL_DONE;
}

static void
bind_value (RedressSqlStatement *statement, const RedressValue *value)
{
  redress_sql_statement_bind_null (statement, 4);
  redress_sql_statement_bind_null (statement, 5);
  redress_sql_statement_bind_int64 (statement, 3, value->type);
  switch (value->type)
    {
    case REDRESS_VALUE_BOOLEAN:
      redress_sql_statement_bind_boolean (statement, 4, value->boolean);
      break;
    case REDRESS_VALUE_INTEGER:
      redress_sql_statement_bind_int64 (statement, 4, value->integer);
      break;
    case REDRESS_VALUE_TIME:
      redress_sql_statement_bind_int64 (statement, 4, value->time);
      break;
    case REDRESS_VALUE_TEXT:
      redress_sql_statement_bind_text (statement, 5, value->text);
      break;
    case REDRESS_VALUE_UNKNOWN:
    case REDRESS_VALUE_MASKED:
    default:
      redress_sql_statement_bind_int64 (statement, 3, REDRESS_VALUE_UNKNOWN);
      break;
    }
}

static void
bind_entries (RedressSqlStatement *statement, guint position, const RedressFact *fact)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < redress_fact_count_entries (fact); i++)
    {
      g_autofree char *line = g_strdup_printf ("%u", fact->entries[i]);

      g_strv_builder_add (builder, line);
    }
  lines = g_strv_builder_end (builder);
  redress_sql_bind_lines (statement, position, lines);
}

/**
 * redress_fact_table_set:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @fact: the fact as it is from now on
 * @changed: (out): whether it was not the same before
 */
gboolean
redress_fact_table_set (RedressSqlConnection *connection,
                        gint64 ticket,
                        const RedressFact *fact,
                        gboolean *changed,
                        GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_set, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_text (statement, 2, fact->name);
  bind_value (statement, &fact->value);
  redress_sql_statement_bind_text (statement, 6, fact->unit);
  redress_sql_statement_bind_text (statement, 7, fact->source);
  redress_sql_bind_time (statement, 8, fact->as_of);
  redress_sql_statement_bind_text (statement, 9, fact->evidence);
  bind_entries (statement, 10, fact);
  if (!redress_sql_statement_run (statement, error))
    return FALSE;

  *changed = redress_sql_connection_get_changes (connection) > 0;
  return TRUE;
}
