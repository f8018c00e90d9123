/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/trail-search.h"

#define MOST_VALUES 16

/* One condition after the other, each with its value. */
typedef struct
{
  GString *where;
  struct
  {
    const char *text; /* (nullable) */
    gint64 number;
  } values[MOST_VALUES];
  guint n_values;
} Conditions;

/* @condition has one "?" where the value goes, which may stand for a platform's log, too. */
static void
add_value (Conditions *self, const char *condition, const char *text, gint64 number)
{
  g_auto (GStrv) parts = g_strsplit (condition, "?", -1);
  g_autofree char *place = g_strdup_printf ("$%u", self->n_values + 1);
  g_autofree char *joined = g_strjoinv (place, parts);

  g_return_if_fail (self->n_values < MOST_VALUES);

  g_string_append_printf (self->where, "%s%s", self->n_values > 0 ? " and " : " where ", joined);
  self->values[self->n_values].text = text;
  self->values[self->n_values].number = number;
  self->n_values++;
}

static void
add_text (Conditions *self, const char *condition, const char *text)
{
  if (text != NULL)
    add_value (self, condition, text, 0);
}

static void
add_number (Conditions *self, const char *condition, gint64 number, gboolean is_asked)
{
  if (is_asked)
    add_value (self, condition, NULL, number);
}

static void
add_all (Conditions *self, const RedressTrailSearch *search)
{
  add_text (self, "a.platform = ?", search->log);
  add_number (self, "a.idx < ?", search->size, TRUE);
  add_number (self, "a.ticket = ?", search->ticket, search->ticket != 0);
  add_text (self,
            "a.ticket in (select t.id from ticket t where t.platform = a.platform and "
            "(t.external_id = ? or t.order_no = ?))",
            search->order);
  add_text (self,
            "a.actor in (select ? union all select 'a-' || c.id from account c "
            "where c.name = ?)",
            search->actor);
  add_text (self, "a.actor = ?", search->only_actor);
  add_text (self, "a.role = ?", search->role);
  add_text (self, "a.action = ?", search->action);
  /* Not "like": it takes "_" for any letter, and ids of rules have it. */
  add_text (self,
            "replace (coalesce (a.rules, ''), ' ' || ? || ' ', '') <> "
            "coalesce (a.rules, '')",
            search->rule);
  add_number (self, "a.at >= ?", search->since, search->since != REDRESS_TIME_UNKNOWN);
  add_number (self, "a.at < ?", search->until, search->until != REDRESS_TIME_UNKNOWN);
  add_number (self, "a.amount >= ?", search->amount_min, search->amount_min >= 0);
  add_number (self, "a.amount <= ?", search->amount_max, search->amount_max >= 0);
  add_number (self, "a.offline = ?", 1, search->offline);
  add_number (self, "a.overturned = ?", 1, search->overturned);
  if (search->only_office)
    g_string_append (self->where, " and a.action in ('policy_add', 'key_add', 'key_revoke', "
                                  "'webhook_set', 'webhook_remove')");
}

static RedressSqlStatement *
prepare (RedressSqlConnection *connection,
         const Conditions *conditions,
         const char *format,
         GError **error)
{
  g_autoptr (GString) sql = g_string_new (format);
  RedressSqlStatement *statement;

  g_string_replace (sql, "WHERE", conditions->where->str, 0);
  statement = redress_sql_connection_prepare (connection, sql->str, error);
  for (guint i = 0; statement != NULL && i < conditions->n_values; i++)
    if (conditions->values[i].text != NULL)
      redress_sql_statement_bind_text (statement, i + 1, conditions->values[i].text);
    else
      redress_sql_statement_bind_int64 (statement, i + 1, conditions->values[i].number);
  return statement;
}

static RedressTrailEntry *
read_row (RedressSqlStatement *statement)
{
  RedressTrailEntry *entry = redress_trail_entry_new ();
  g_autoptr (GBytes) leaf = redress_sql_statement_dup_bytes (statement, 10);

  entry->index = redress_sql_statement_get_int64 (statement, 0);
  entry->at = redress_sql_statement_get_int64 (statement, 1);
  entry->action = redress_sql_statement_dup_text (statement, 2);
  entry->actor = redress_sql_statement_dup_text (statement, 3);
  entry->actor_name = redress_sql_statement_dup_text (statement, 4);
  entry->role = redress_sql_statement_dup_text (statement, 5);
  entry->ticket = redress_sql_statement_get_int64 (statement, 6);
  entry->external_id = redress_sql_statement_dup_text (statement, 7);
  entry->offline = redress_sql_statement_get_int64 (statement, 8) != 0;
  entry->overturned = redress_sql_statement_get_int64 (statement, 9) != 0;
  entry->leaf = g_strndup (g_bytes_get_data (leaf, NULL), g_bytes_get_size (leaf));
  return entry;
}

/* The page is found in the narrow index, and the leaves are read of its entries alone. */
static gboolean
read_page (RedressSqlConnection *connection,
           const RedressTrailSearch *search,
           const Conditions *conditions,
           RedressTrailPage *page,
           GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "select l.idx, l.at, l.action, l.actor, c.display_name, l.role, coalesce (l.ticket, 0), "
      "t.external_id, l.offline, l.overturned, l.leaf from (select a.platform, a.idx from "
      "audit_leaf a WHERE order by a.idx desc limit %" G_GINT64_FORMAT " offset %" G_GINT64_FORMAT
      ") f join audit_leaf l on l.platform = f.platform and l.idx = f.idx "
      "left join ticket t on t.id = l.ticket "
      "left join account c on l.actor = 'a-' || c.id order by l.idx desc",
      search->limit, search->offset);
  g_autoptr (RedressSqlStatement) statement = prepare (connection, conditions, sql, error);
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (page->entries, read_row (statement));
  return step == REDRESS_SQL_DONE;
}

static gboolean
read_size (RedressSqlConnection *connection, const char *log, gint64 *size, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "select size from audit_log where platform = $1", error);

  *size = 0;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, log);
  return redress_sql_statement_fetch_int64 (statement, size, error) != REDRESS_SQL_ERROR;
}

static gboolean
count (RedressSqlConnection *connection,
       const Conditions *conditions,
       gint64 *count,
       GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      prepare (connection, conditions, "select count(*) from audit_leaf a WHERE", error);

  return statement != NULL &&
         redress_sql_statement_fetch_int64 (statement, count, error) == REDRESS_SQL_ROW;
}

/**
 * redress_trail_search_run:
 * @connection: a database
 * @search: what is looked for
 * @error: return location
 *
 * Entries are only ever added, so that with the size of the first page all later ones fit to it.
 *
 * Returns: (transfer full): a page of what was found
 */
RedressTrailPage *
redress_trail_search_run (RedressSqlConnection *connection,
                          const RedressTrailSearch *search,
                          GError **error)
{
  g_autoptr (RedressTrailPage) page = redress_trail_page_new ();
  g_autoptr (GString) where = g_string_new (NULL);
  Conditions conditions = { .where = where };
  RedressTrailSearch bounded = *search;

  page->log = g_strdup (search->log);
  page->offset = search->offset;
  if (!read_size (connection, search->log, &page->size, error))
    return NULL;
  if (search->size >= 0)
    page->size = MIN (page->size, search->size);
  bounded.size = page->size;
  add_all (&conditions, &bounded);
  return count (connection, &conditions, &page->count, error) &&
                 read_page (connection, &bounded, &conditions, page, error)
             ? g_steal_pointer (&page)
             : NULL;
}
