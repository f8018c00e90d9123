/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ticket.h"
#include "sql/match.h"
#include "store/queue-sql.h"

/* Sorts behind every number with the same beginning. */
#define AFTER_ALL "\xf4\x8f\xbf\xbf"

static const char sql_numbers[] =
    "SELECT id FROM ticket WHERE order_no >= $1 AND order_no < $2 UNION "
    "SELECT id FROM ticket WHERE order_no >= $3 AND order_no < $4 UNION "
    "SELECT id FROM ticket WHERE external_id >= $1 AND external_id < $2 UNION "
    "SELECT id FROM ticket WHERE external_id >= $3 AND external_id < $4 LIMIT $5";
static const char sql_words[] =
    "SELECT rowid FROM word_index WHERE word_index MATCH $1 ORDER BY rowid DESC";

struct _RedressSearch
{
  RedressSqlConnection *cache;
  char *number;               /* (owned) (nullable): not looked for yet */
  gint64 ticket;              /* not given yet; 0: none */
  RedressSqlStatement *words; /* (owned) (nullable): not at its end yet */
};

static gboolean
is_number (const char *text)
{
  gboolean has_digit = FALSE;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && *at != '-' && *at != '_')
        return FALSE;
      has_digit = has_digit || g_ascii_isdigit (*at);
    }
  return has_digit;
}

/**
 * redress_search_new:
 * @cache: the cache, which outlives the search
 * @words: the search index, which outlives the search
 * @text: what was typed, any bytes
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a search
 */
RedressSearch *
redress_search_new (RedressSqlConnection *cache,
                    RedressSqlConnection *words,
                    const char *text,
                    GError **error)
{
  g_autoptr (RedressSearch) self = g_new0 (RedressSearch, 1);
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *expression = redress_sql_match_from_typed (REDRESS_SQL_SQLITE, text);

  self->cache = cache;
  redress_ticket_parse_id (stripped, &self->ticket);
  if (is_number (stripped))
    self->number = g_steal_pointer (&stripped);
  if (expression == NULL)
    return g_steal_pointer (&self);
  self->words = redress_sql_connection_prepare (words, sql_words, error);
  if (self->words == NULL)
    return NULL;
  redress_sql_statement_bind_text (self->words, 1, expression);
  return g_steal_pointer (&self);
}

/**
 * redress_search_free:
 * @self: (transfer full) (nullable): a search
 */
void
redress_search_free (RedressSearch *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->words, redress_sql_statement_release);
  g_free (self->number);
  g_free (self);
}

static RedressSqlStep
read_hits (RedressSqlStatement *statement, guint max, GArray *hits, GError **error)
{
  RedressSqlStep step = REDRESS_SQL_ROW;

  while (hits->len < max &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      g_array_append_val (hits, id);
    }
  return step;
}

/* By the b-tree of the numbers, which beats every search index. */
static gboolean
find_numbers (RedressSearch *self, guint max, GArray *hits, GError **error)
{
  g_autofree char *number = g_steal_pointer (&self->number);
  g_autofree char *end = g_strconcat (number, AFTER_ALL, NULL);
  g_autofree char *capitals = g_ascii_strup (number, -1);
  g_autofree char *capitals_end = g_strconcat (capitals, AFTER_ALL, NULL);
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (self->cache, sql_numbers, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, number);
  redress_sql_statement_bind_text (statement, 2, end);
  redress_sql_statement_bind_text (statement, 3, capitals);
  redress_sql_statement_bind_text (statement, 4, capitals_end);
  redress_sql_statement_bind_int64 (statement, 5, max);
  return read_hits (statement, G_MAXUINT, hits, error) != REDRESS_SQL_ERROR;
}

/**
 * redress_search_next:
 * @self: a search
 * @max: how many hits at most
 * @hits: (element-type gint64): gets them; none: there are no more
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_search_next (RedressSearch *self, guint max, GArray *hits, GError **error)
{
  if (self->ticket != 0)
    g_array_append_val (hits, self->ticket);
  self->ticket = 0;
  if (self->number != NULL && !find_numbers (self, max, hits, error))
    return FALSE;
  if (hits->len > 0 || self->words == NULL)
    return TRUE;
  switch (read_hits (self->words, max, hits, error))
    {
    case REDRESS_SQL_ROW:
      return TRUE;
    case REDRESS_SQL_DONE:
      g_clear_pointer (&self->words, redress_sql_statement_release);
      return TRUE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}
