/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/changes-handler.h"

#include "server/access.h"
#include "server/cursor.h"
#include "server/operations.h"
#include "server/server.h"
#include "sql/transaction.h"

#define MAX_CHANGES 500
#define MAX_WAIT 25

/* Tickets that ended earlier are found by searching on the server. */
#define COPY_ENDED_WITHIN (30 * REDRESS_DAY)

/**
 * Read:
 * @cursor: (owned): where the desk stands, and then where the page ends
 * @is_stale: the desk has to begin anew
 */
typedef struct
{
  RedressRequest *request;
  RedressOperations *operations;
  gint64 limit;
  RedressCursor *cursor;
  gboolean is_stale;
  RedressChangePage *page;
} Read;

static void
read_clear (Read *self)
{
  g_clear_pointer (&self->cursor, redress_cursor_free);
  g_clear_pointer (&self->page, redress_change_page_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Read, read_clear)

/* The position first, the rows after it: what changes while the copy is read comes again. */
static gboolean
start_cursor (Read *read, RedressSqlConnection *connection, GError **error)
{
  const RedressAccount *account = read->request->account;
  const RedressFeedMark start = REDRESS_FEED_MARK_START;

  read->cursor =
      redress_cursor_new (redress_operations_get_epoch (read->operations), account->grants_version);
  for (guint i = 0; account->scopes != NULL && account->scopes[i] != NULL; i++)
    {
      RedressCursorPlace *place;
      gint64 head, minimum;

      if (!redress_feed_get_range (connection, account->scopes[i], &head, &minimum, error))
        return FALSE;
      place = redress_cursor_add (read->cursor, account->scopes[i], head);
      place->is_copying = TRUE;
      place->mark = start;
    }
  return TRUE;
}

static gboolean
check_place (Read *read, RedressSqlConnection *connection, const char *platform, GError **error)
{
  const RedressCursorPlace *place = redress_cursor_find (read->cursor, platform);
  gint64 head, minimum;

  if (!redress_feed_get_range (connection, platform, &head, &minimum, error))
    return FALSE;
  if (place == NULL || place->seq > head || place->seq < minimum)
    read->is_stale = TRUE;
  return TRUE;
}

static gboolean
check_cursor (Read *read, RedressSqlConnection *connection, GError **error)
{
  const RedressAccount *account = read->request->account;
  const RedressCursor *cursor = read->cursor;

  if (g_strcmp0 (cursor->epoch, redress_operations_get_epoch (read->operations)) != 0 ||
      cursor->grants_version != account->grants_version)
    read->is_stale = TRUE;
  for (guint i = 0; account->scopes != NULL && account->scopes[i] != NULL; i++)
    {
      if (!check_place (read, connection, account->scopes[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_place (RedressSqlConnection *connection,
            Read *read,
            RedressCursorPlace *place,
            guint limit,
            GError **error)
{
  GPtrArray *changes = read->page->changes;
  guint before = changes->len;

  if (place->is_copying)
    {
      if (!redress_feed_read_copy (connection, place->platform,
                                   read->request->now - COPY_ENDED_WITHIN, limit, &place->mark,
                                   changes, error))
        return FALSE;
      place->is_copying = changes->len - before == limit;
      /* With the last row the desk has all that happened up to where the copy began. */
      if (!place->is_copying && changes->len > before)
        ((RedressChange *)g_ptr_array_index (changes, changes->len - 1))->seq = place->seq;
      return TRUE;
    }

  if (!redress_feed_read (connection, place->platform, place->seq, limit, changes, error))
    return FALSE;
  if (changes->len > before)
    place->seq = ((RedressChange *)g_ptr_array_index (changes, changes->len - 1))->seq;
  return TRUE;
}

static gboolean
has_more (RedressSqlConnection *connection, Read *read, gboolean *more, GError **error)
{
  for (guint i = 0; i < read->cursor->places->len; i++)
    {
      const RedressCursorPlace *place = g_ptr_array_index (read->cursor->places, i);
      gint64 head, minimum;

      if (!redress_feed_get_range (connection, place->platform, &head, &minimum, error))
        return FALSE;
      if (place->is_copying || place->seq < head)
        *more = TRUE;
    }
  return TRUE;
}

/* Each platform gets its share of the page, so that a busy one keeps no other waiting. */
static gboolean
fill_page (RedressSqlConnection *connection, Read *read, GError **error)
{
  GPtrArray *places = read->cursor->places;
  guint limit = (guint)read->limit;

  for (guint i = 0; i < places->len && read->page->changes->len < limit; i++)
    {
      guint share = (limit - read->page->changes->len) / (places->len - i);

      if (!read_place (connection, read, g_ptr_array_index (places, i), MAX (share, 1), error))
        return FALSE;
    }
  return has_more (connection, read, &read->page->more, error);
}

static RedressSqlOutcome
read_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Read *read = data;

  if (read->cursor == NULL ? !start_cursor (read, connection, error)
                           : !check_cursor (read, connection, error))
    return REDRESS_SQL_ROLLBACK;
  if (!read->is_stale)
    fill_page (connection, read, error);
  return REDRESS_SQL_ROLLBACK;
}

static void
answer_page (Read *read, RedressResponse *response)
{
  const RedressAccount *account = read->request->account;
  RedressChangePage *page = read->page;

  page->next = redress_cursor_to_text (
      read->cursor, redress_operations_get_cursor_key (read->operations), account->id);
  page->epoch = g_strdup (redress_operations_get_epoch (read->operations));
  page->server_time = read->request->now;
  page->grants_version = account->grants_version;
  redress_response_bytes (response, 200, "application/json", redress_change_page_to_bytes (page));
}

static void
answer_stale (RedressResponse *response)
{
  redress_response_problem (response, 410, "resync_required",
                            "The cursor leads nowhere any more; begin anew", NULL);
}

static gboolean
read_parameters (Read *read, gint64 *wait, RedressResponse *response)
{
  const RedressRequest *request = read->request;
  const char *text = redress_request_get_query (request, "cursor");
  g_autoptr (GError) error = NULL;

  if (!redress_request_read_query_int (request, "limit", 1, MAX_CHANGES, &read->limit, &error) ||
      !redress_request_read_query_int (request, "wait", 0, MAX_WAIT, wait, &error))
    {
      redress_response_error (response, error);
      return FALSE;
    }
  if (text == NULL)
    return TRUE;

  read->cursor = redress_cursor_from_text (
      text, redress_operations_get_cursor_key (read->operations), request->account->id, NULL);
  if (read->cursor == NULL)
    answer_stale (response);
  return read->cursor != NULL;
}

/**
 * redress_handle_changes:
 * @request: a request of a signed-in account
 * @response: (out): a page of what changed in its scopes, at once or when something does
 */
void
redress_handle_changes (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GError) error = NULL;
  g_auto (Read) read = { .request = request, .limit = MAX_CHANGES };
  gint64 wait = 0;

  read.operations = redress_server_get_operations (request->server);
  if (!redress_access_check_role (request, REDRESS_ACTION_READ_TICKET, response) ||
      !read_parameters (&read, &wait, response))
    return;

  read.page = redress_change_page_new ();
  if (!redress_sql_transaction (redress_server_get_connection (request->server), REDRESS_SQL_READ,
                                read_in_transaction, &read, &error))
    redress_response_error (response, error);
  else if (read.is_stale)
    answer_stale (response);
  else if (read.page->changes->len == 0 && !read.page->more && wait > 0 && request->may_park)
    {
      response->park = TRUE;
      response->park_until = request->received_at + wait * REDRESS_SECOND;
    }
  else
    {
      answer_page (&read, response);
      response->may_rest = !read.page->more && wait > 0;
      response->park_until = request->received_at + wait * REDRESS_SECOND;
    }
}
