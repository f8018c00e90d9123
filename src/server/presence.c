/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/presence.h"

#include "server/access.h"
#include "server/operations.h"
#include "wire/json.h"

#define LIFE (60 * REDRESS_SECOND)

struct _RedressPresence
{
  GHashTable *tickets; /* (owned): id -> GPtrArray of RedressPresent */
  RedressTime next_sweep;
};

static void
present_free (RedressPresent *present)
{
  g_free (present->actor);
  g_free (present->actor_name);
  g_free (present);
}

/**
 * redress_presence_new:
 *
 * Returns: (transfer full): nobody at any ticket
 */
RedressPresence *
redress_presence_new (void)
{
  RedressPresence *self = g_new0 (RedressPresence, 1);

  self->tickets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                         (GDestroyNotify)g_ptr_array_unref);
  return self;
}

/**
 * redress_presence_free:
 * @self: (transfer full) (nullable): a table
 */
void
redress_presence_free (RedressPresence *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->tickets);
  g_free (self);
}

static void
forget_gone (GPtrArray *list, RedressTime now)
{
  for (guint i = list->len; i > 0; i--)
    {
      if (((RedressPresent *)g_ptr_array_index (list, i - 1))->until <= now)
        g_ptr_array_remove_index (list, i - 1);
    }
}

/* Now and then, so that tickets nobody asks about take no memory. */
static void
sweep (RedressPresence *self, RedressTime now)
{
  GHashTableIter iter;
  gpointer list;

  if (now < self->next_sweep)
    return;

  self->next_sweep = now + LIFE;
  g_hash_table_iter_init (&iter, self->tickets);
  while (g_hash_table_iter_next (&iter, NULL, &list))
    {
      forget_gone (list, now);
      if (((GPtrArray *)list)->len == 0)
        g_hash_table_iter_remove (&iter);
    }
}

static RedressPresent *
find (GPtrArray *list, const char *account)
{
  for (guint i = 0; i < list->len; i++)
    {
      RedressPresent *present = g_ptr_array_index (list, i);

      if (g_str_equal (present->actor, account))
        return present;
    }
  return NULL;
}

/**
 * redress_presence_set:
 * @self: a table
 * @ticket: id of a ticket
 * @account: who is there
 * @is_writing: not only looking
 * @now: the time
 */
void
redress_presence_set (RedressPresence *self,
                      gint64 ticket,
                      const RedressAccount *account,
                      gboolean is_writing,
                      RedressTime now)
{
  GPtrArray *list;
  RedressPresent *present;

  sweep (self, now);
  list = g_hash_table_lookup (self->tickets, &ticket);
  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func ((GDestroyNotify)present_free);
      g_hash_table_insert (self->tickets, g_memdup2 (&ticket, sizeof ticket), list);
    }
  present = find (list, account->id);
  if (present == NULL)
    {
      present = g_new0 (RedressPresent, 1);
      present->actor = g_strdup (account->id);
      present->actor_name = g_strdup (account->display_name);
      g_ptr_array_add (list, present);
    }
  present->is_writing = is_writing;
  present->until = now + LIFE;
}

/**
 * redress_presence_list_others:
 * @self: a table
 * @ticket: id of a ticket
 * @account: id of who asks
 * @now: the time
 *
 * Returns: (transfer container) (element-type RedressPresent): the others, valid until the
 *   table changes
 */
GPtrArray *
redress_presence_list_others (RedressPresence *self,
                              gint64 ticket,
                              const char *account,
                              RedressTime now)
{
  GPtrArray *others = g_ptr_array_new ();
  GPtrArray *list = g_hash_table_lookup (self->tickets, &ticket);

  if (list == NULL)
    return others;

  forget_gone (list, now);
  for (guint i = 0; i < list->len; i++)
    {
      RedressPresent *present = g_ptr_array_index (list, i);

      if (!g_str_equal (present->actor, account))
        g_ptr_array_add (others, present);
    }
  return others;
}

static gboolean
read_mode (RedressRequest *request, gboolean *is_writing, GError **error)
{
  g_autoptr (JsonNode) body = redress_request_parse_body (request, error);
  g_autofree char *mode = NULL;

  if (body == NULL ||
      !redress_json_read_string (json_node_get_object (body), "mode", TRUE, 0, &mode, error))
    return FALSE;
  if (!g_str_equal (mode, "viewing") && !g_str_equal (mode, "writing"))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "mode: has an unknown value");
      return FALSE;
    }

  *is_writing = g_str_equal (mode, "writing");
  return TRUE;
}

static JsonNode *
others_to_json (GPtrArray *others)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < others->len; i++)
    {
      const RedressPresent *present = g_ptr_array_index (others, i);
      JsonObject *other = json_object_new ();

      json_object_set_string_member (other, "actor", present->actor);
      json_object_set_string_member (other, "actor_name", present->actor_name);
      json_object_set_string_member (other, "mode", present->is_writing ? "writing" : "viewing");
      redress_json_set_time (other, "until", present->until);
      json_array_add_object_element (array, other);
    }
  json_object_set_array_member (object, "others", array);
  json_node_take_object (node, object);
  return node;
}

/**
 * redress_handle_presence:
 * @request: PUT /v1/tickets/{id}/presence
 * @response: (out): who else is at the ticket
 */
void
redress_handle_presence (RedressRequest *request, RedressResponse *response)
{
  RedressPresence *presence =
      redress_operations_get_presence (redress_server_get_operations (request->server));
  g_autoptr (RedressTicketRow) row = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_writing = FALSE;
  gint64 id;

  row = redress_access_load_ticket (request, REDRESS_ACTION_READ_TICKET, response);
  if (row == NULL)
    return;
  if (!read_mode (request, &is_writing, &error))
    {
      redress_response_error (response, error);
      return;
    }

  id = row->ticket->summary->id;
  redress_presence_set (presence, id, request->account, is_writing, request->now);
  others = redress_presence_list_others (presence, id, request->account->id, request->now);
  redress_response_json (response, 200, others_to_json (others));
}
