/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-source.h"

#include "store/ids.h"
#include "store/queue-sql.h"

/* Between two looks whether the list is still wanted. */
#define ROWS_PER_LOOK 4096

typedef struct
{
  gint64 key;
  gint64 id;
} Keyed;

static RedressTime
find_midnight (RedressTime now)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (now / REDRESS_SECOND);
  g_autoptr (GDateTime) tomorrow = time != NULL ? g_date_time_add_days (time, 1) : NULL;
  g_autoptr (GDateTime) midnight = NULL;
  int year, month, day;

  if (tomorrow == NULL)
    return now;
  g_date_time_get_ymd (tomorrow, &year, &month, &day);
  midnight = g_date_time_new_local (year, month, day, 0, 0, 0);
  return midnight != NULL ? g_date_time_to_unix (midnight) * REDRESS_SECOND : now;
}

/**
 * redress_question_new:
 * @query: what a queue shows
 * @account: (nullable): whose work MY_WORK is
 * @overlay: what lies over the cache
 * @now: the time
 *
 * Today ends at midnight where the desk stands.
 *
 * Returns: (transfer full): a question
 */
RedressQuestion *
redress_question_new (const RedressQuery *query,
                      const char *account,
                      RedressOverlay *overlay,
                      RedressTime now)
{
  RedressQuestion *self = g_new0 (RedressQuestion, 1);

  self->query = redress_query_copy (query);
  self->account = g_strdup (account);
  self->overlay = redress_overlay_ref (overlay);
  self->now = now;
  self->midnight = find_midnight (now);
  return self;
}

/**
 * redress_question_free:
 * @self: (transfer full) (nullable): a question
 */
void
redress_question_free (RedressQuestion *self)
{
  if (self == NULL)
    return;
  redress_query_free (self->query);
  g_free (self->account);
  redress_overlay_unref (self->overlay);
  g_free (self);
}

static gboolean
append_ids (const RedressQuestion *self,
            RedressSqlConnection *cache,
            RedressQueueSql what,
            guint max,
            gint64 *ids,
            guint *n,
            GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_queue_sql_prepare (self, cache, what, NULL, max - *n, error);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  while (statement != NULL && *n < max &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    ids[(*n)++] = redress_sql_statement_get_int64 (statement, 0);
  return step != REDRESS_SQL_ERROR;
}

/**
 * redress_question_list_first:
 * @self: a question without text
 * @cache: the cache
 * @max: how many
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the first tickets in order; fewer than @max if there are no
 *   more
 */
RedressIdList *
redress_question_list_first (const RedressQuestion *self,
                             RedressSqlConnection *cache,
                             guint max,
                             GError **error)
{
  g_autofree gint64 *ids = g_new (gint64, max);
  guint n = 0;

  if (!append_ids (self, cache, REDRESS_QUEUE_SQL_PAGE, max, ids, &n, error))
    return NULL;
  if (n < max && self->query->sort == REDRESS_SORT_DUE &&
      !redress_query_shows_races (self->query) &&
      !append_ids (self, cache, REDRESS_QUEUE_SQL_PAUSED, max, ids, &n, error))
    return NULL;
  return redress_id_list_new_take (g_steal_pointer (&ids), n);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const Keyed *first = a, *second = b;

  if (first->key != second->key)
    return first->key < second->key ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static gboolean
read_keyed (RedressSqlStatement *statement,
            GArray *keyed,
            GCancellable *cancellable,
            GError **error)
{
  RedressSqlStep step;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      const Keyed row = {
        .key = redress_sql_statement_get_int64 (statement, 1),
        .id = redress_sql_statement_get_int64 (statement, 0),
      };

      g_array_append_val (keyed, row);
      if (keyed->len % ROWS_PER_LOOK == 0 &&
          g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return step == REDRESS_SQL_DONE;
}

/* Adds the tickets with what they are sorted by. @ids: (nullable): JSON array of the only tickets
 * to look at. */
static gboolean
add_keyed (const RedressQuestion *self,
           RedressSqlConnection *cache,
           const char *ids,
           GArray *keyed,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_queue_sql_prepare (self, cache, REDRESS_QUEUE_SQL_KEYS, ids, -1, error);

  return statement != NULL && read_keyed (statement, keyed, cancellable, error);
}

static gboolean
is_narrowed (const RedressQuery *query)
{
  return query->platform != NULL || query->kinds != 0 || query->states != 0 ||
         query->due != REDRESS_DUE_ANY;
}

/* A refusal stays until it was read, also when its ticket has left this computer. */
static gboolean
add_absent (const RedressQuestion *self, RedressSqlConnection *cache, GArray *keyed, GError **error)
{
  g_autoptr (GArray) trouble = NULL;

  if (self->query->view != REDRESS_VIEW_TROUBLE || is_narrowed (self->query))
    return TRUE;
  trouble = redress_overlay_list_trouble (self->overlay);
  for (guint i = 0; i < trouble->len; i++)
    {
      const Keyed row = { .key = G_MAXINT64, .id = g_array_index (trouble, gint64, i) };
      RedressSqlStep step = redress_queue_sql_has_ticket (cache, row.id, error);

      if (step == REDRESS_SQL_ERROR)
        return FALSE;
      if (step == REDRESS_SQL_DONE)
        g_array_append_val (keyed, row);
    }
  return TRUE;
}

/* Newest hits first, so many at a time, until enough of them are in the view. */
static gboolean
add_hits (const RedressQuestion *self,
          RedressSqlConnection *cache,
          RedressSearch *search,
          GArray *keyed,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (keyed->len < REDRESS_SEARCH_MAX)
    {
      g_autofree char *json = NULL;

      g_array_set_size (hits, 0);
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !redress_search_next (search, REDRESS_SEARCH_MAX, hits, error))
        return FALSE;
      if (hits->len == 0)
        return TRUE;
      json = redress_ids_to_json (hits);
      if (!add_keyed (self, cache, json, keyed, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_found (const RedressQuestion *self,
           RedressReader *reader,
           RedressSqlConnection *cache,
           GArray *keyed,
           GCancellable *cancellable,
           GError **error)
{
  RedressSqlConnection *words = redress_reader_get_search (reader, error);
  g_autoptr (RedressSearch) search =
      words != NULL ? redress_search_new (cache, words, self->query->text, error) : NULL;

  return search != NULL && add_hits (self, cache, search, keyed, cancellable, error);
}

/* Sorted by key; a ticket that was hit by number and by word is there once. */
static RedressIdList *
make_list (GArray *keyed, guint max)
{
  g_autofree gint64 *ids = NULL;
  guint n = 0;

  g_array_sort (keyed, compare_keys);
  ids = g_new (gint64, MAX (keyed->len, 1));
  for (guint i = 0; i < keyed->len && n < max; i++)
    {
      gint64 id = g_array_index (keyed, Keyed, i).id;

      if (n == 0 || ids[n - 1] != id)
        ids[n++] = id;
    }
  return redress_id_list_new_take (g_steal_pointer (&ids), n);
}

/**
 * redress_question_has_text:
 * @self: a question
 *
 * Returns: whether something is looked for
 */
gboolean
redress_question_has_text (const RedressQuestion *self)
{
  const char *text = self->query->text;

  while (text != NULL && *text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return text != NULL && *text != '\0';
}

/**
 * redress_question_list_all:
 * @self: a question
 * @reader: where to read
 * @cancellable: (nullable): stops it between rows
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the tickets in order; of a search at most
 *   %REDRESS_SEARCH_MAX
 */
RedressIdList *
redress_question_list_all (const RedressQuestion *self,
                           RedressReader *reader,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GArray) keyed = g_array_new (FALSE, FALSE, sizeof (Keyed));
  RedressSqlConnection *cache = redress_reader_get_cache (reader, error);
  gboolean has_text = redress_question_has_text (self);

  if (cache == NULL)
    return NULL;
  if (has_text ? !add_found (self, reader, cache, keyed, cancellable, error)
               : !add_keyed (self, cache, NULL, keyed, cancellable, error) ||
                     !add_absent (self, cache, keyed, error))
    return NULL;
  return make_list (keyed, has_text ? REDRESS_SEARCH_MAX : G_MAXUINT);
}

/**
 * redress_question_count_late:
 * @self: a question
 * @cache: the cache
 * @found: its tickets
 * @n_late: (out): how many of them are late
 * @next_late: (out): when the next one will be, or REDRESS_TIME_UNKNOWN
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_question_count_late (const RedressQuestion *self,
                             RedressSqlConnection *cache,
                             RedressIdList *found,
                             guint *n_late,
                             RedressTime *next_late,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) late = NULL;
  g_autoptr (RedressSqlStatement) next = NULL;
  g_autofree char *ids = NULL;
  gint64 n = 0;

  if (redress_question_has_text (self))
    {
      g_autoptr (GArray) array = g_array_sized_new (FALSE, FALSE, sizeof (gint64), found->n);

      g_array_append_vals (array, found->ids, found->n);
      ids = redress_ids_to_json (array);
    }
  late = redress_queue_sql_prepare (self, cache, REDRESS_QUEUE_SQL_COUNT_LATE, ids, -1, error);
  next = redress_queue_sql_prepare (self, cache, REDRESS_QUEUE_SQL_NEXT_LATE, ids, 1, error);
  *next_late = REDRESS_TIME_UNKNOWN;
  if (late == NULL || next == NULL ||
      redress_sql_statement_fetch_int64 (late, &n, error) == REDRESS_SQL_ERROR ||
      redress_sql_statement_fetch_int64 (next, next_late, error) == REDRESS_SQL_ERROR)
    return FALSE;
  *n_late = (guint)MIN (n, (gint64)G_MAXUINT);
  return TRUE;
}
