/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/new-ticket.h"

#include <string.h>

#include "core/language.h"
#include "wire/codec.h"
#include "wire/json.h"

#define MAX_NUMBER 128
#define MAX_TITLE 1500
#define MAX_REASON 30000
#define MAX_LABELS 20
#define MAX_LABEL 192
#define MAX_FACTS 200
#define MAX_EVENTS 500
#define SHORT_REASON 120

static gboolean
fail (const char *member, const char *what, GError **error)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s: %s", member, what);
  return FALSE;
}

static gboolean
read_filled (JsonObject *object, const char *name, gsize max_bytes, char **out, GError **error)
{
  if (!redress_json_read_string (object, name, TRUE, max_bytes, out, error))
    return FALSE;

  return (*out)[0] != '\0' || fail (name, "is empty", error);
}

static gboolean
read_kind (JsonObject *object, RedressKind *kind, GError **error)
{
  g_autofree char *text = NULL;

  if (!redress_json_read_string (object, "kind", TRUE, 0, &text, error))
    return FALSE;

  return redress_kind_from_string (text, kind) || fail ("kind", "has an unknown value", error);
}

static gboolean
read_amount (JsonObject *object, RedressAmount *amount, GError **error)
{
  JsonObject *member = NULL;
  g_autofree char *unit = NULL;

  if (!redress_json_read_object (object, "amount", TRUE, &member, error))
    return FALSE;
  if (!redress_json_read_int (member, "value", TRUE, 0, REDRESS_INTEGER_MAX, &amount->value,
                              error) ||
      !redress_json_read_string (member, "unit", TRUE, 0, &unit, error))
    {
      g_prefix_error (error, "amount.");
      return FALSE;
    }

  return redress_unit_from_string (unit, &amount->unit) ||
         fail ("amount.unit", "has an unknown value", error);
}

/* One line for the queue; the whole text stays beside it. */
static char *
shorten (const char *text)
{
  g_autofree char *line = g_strdup (text);
  glong length;

  g_strdelimit (line, "\r\n\t\v\f", ' ');
  length = g_utf8_strlen (line, -1);
  return length <= SHORT_REASON ? g_steal_pointer (&line)
                                : g_utf8_substring (line, 0, SHORT_REASON);
}

static gboolean
read_reason (JsonObject *object, RedressTicket *ticket, GError **error)
{
  JsonObject *reason = NULL;

  if (!redress_json_read_object (object, "reason", TRUE, &reason, error))
    return FALSE;
  if (!read_filled (reason, "code", MAX_NUMBER, &ticket->summary->reason_code, error) ||
      !redress_json_read_string (reason, "text", FALSE, MAX_REASON, &ticket->reason_full, error) ||
      !redress_json_read_string (reason, "language", FALSE, REDRESS_LANGUAGE_TAG_MAX,
                                 &ticket->reason_language, error))
    {
      g_prefix_error (error, "reason.");
      return FALSE;
    }

  if (ticket->reason_full != NULL)
    ticket->summary->reason_text = shorten (ticket->reason_full);
  return TRUE;
}

static gboolean
read_customer (JsonObject *object, RedressTicket *ticket, GError **error)
{
  JsonObject *member = NULL;

  if (!redress_json_read_object (object, "customer", TRUE, &member, error))
    return FALSE;
  if (!redress_customer_from_json (member, &ticket->customer, error))
    {
      g_prefix_error (error, "customer.");
      return FALSE;
    }
  if (ticket->customer.ref == NULL || ticket->customer.ref[0] == '\0')
    return fail ("customer.ref", "is empty", error);
  if (ticket->customer.display_name == NULL || ticket->customer.display_name[0] == '\0')
    return fail ("customer.display_name", "is empty", error);
  if (ticket->customer.language != NULL && !redress_language_is_tag (ticket->customer.language))
    return fail ("customer.language", "is no tag of a language, such as zh-CN or en", error);

  /* History is the server's own. */
  g_ptr_array_set_size (ticket->customer.history, 0);
  ticket->summary->customer_ref = g_strdup (ticket->customer.ref);
  ticket->summary->customer_name = g_strdup (ticket->customer.display_name);
  return TRUE;
}

static gboolean
read_order (JsonObject *object, RedressTicket *ticket, GError **error)
{
  JsonObject *member = NULL;

  if (!redress_json_read_object (object, "order", FALSE, &member, error))
    return FALSE;
  if (member == NULL)
    return TRUE;

  if (redress_order_from_json (member, &ticket->order, error))
    return TRUE;

  g_prefix_error (error, "order.");
  return FALSE;
}

static gboolean
read_labels (JsonObject *object, RedressSummary *summary, GError **error)
{
  if (!redress_json_read_strv (object, "labels", FALSE, MAX_LABELS, &summary->labels, error))
    return FALSE;

  for (guint i = 0; summary->labels != NULL && summary->labels[i] != NULL; i++)
    {
      const char *label = summary->labels[i];

      if (label[0] == '\0' || strlen (label) > MAX_LABEL || strchr (label, '\n') != NULL)
        return fail ("labels", "must be 1 to 64 characters on one line", error);
    }
  return TRUE;
}

typedef gpointer (*ReadItem) (JsonObject *object, GError **error);

static gboolean
read_items (JsonObject *object,
            const char *name,
            gboolean required,
            guint max,
            ReadItem read,
            GPtrArray *items,
            GError **error)
{
  JsonArray *array = NULL;

  if (!redress_json_read_array (object, name, required, max, &array, error))
    return FALSE;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gpointer item;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return fail (name, "must hold objects", error);
      item = read (json_node_get_object (node), error);
      if (item == NULL)
        {
          g_prefix_error (error, "%s[%u].", name, i);
          return FALSE;
        }
      g_ptr_array_add (items, item);
    }
  return TRUE;
}

/**
 * redress_read_facts:
 * @object: a body
 * @required: whether it has to have facts
 *
 * Returns: (transfer full) (element-type RedressFact): its facts, each once; %NULL with
 *   INVALID and a message that names the member
 */
GPtrArray *
redress_read_facts (JsonObject *object, gboolean required, GError **error)
{
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_fact_free);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  if (!read_items (object, "facts", required, MAX_FACTS, (ReadItem)redress_fact_from_json, facts,
                   error))
    return NULL;

  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (facts, i);

      if (!g_hash_table_add (names, fact->name))
        {
          fail (fact->name, "is told twice", error);
          return NULL;
        }
    }
  return g_steal_pointer (&facts);
}

/**
 * redress_read_events:
 * @object: a body
 * @required: whether it has to have events
 *
 * Returns: (transfer full) (element-type RedressEvent): its events; %NULL with INVALID and a
 *   message that names the member
 */
GPtrArray *
redress_read_events (JsonObject *object, gboolean required, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_event_free);

  if (!read_items (object, "events", required, MAX_EVENTS, (ReadItem)redress_event_from_json,
                   events, error))
    return NULL;

  for (guint i = 0; i < events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (events, i);

      if (event->at == REDRESS_TIME_UNKNOWN)
        {
          fail ("events.at", "is missing", error);
          return NULL;
        }
    }
  return g_steal_pointer (&events);
}

static gboolean
read_lists (JsonObject *object, RedressTicket *ticket, GError **error)
{
  g_autoptr (GPtrArray) facts = redress_read_facts (object, FALSE, error);
  g_autoptr (GPtrArray) events = NULL;

  if (facts == NULL)
    return FALSE;
  events = redress_read_events (object, FALSE, error);
  if (events == NULL)
    return FALSE;

  g_ptr_array_unref (ticket->facts);
  g_ptr_array_unref (ticket->events);
  ticket->facts = g_steal_pointer (&facts);
  ticket->events = g_steal_pointer (&events);
  redress_ticket_seal (ticket);
  return TRUE;
}

/**
 * redress_new_ticket_read:
 * @object: the body of a request
 * @new_ticket: (out caller-allocates): zeroed memory; to be cleared whatever is returned
 *
 * Looks at form alone. Whether it fits the policy is another question.
 *
 * Returns: %FALSE with INVALID and a message that names the member
 */
gboolean
redress_new_ticket_read (JsonObject *object, RedressNewTicket *new_ticket, GError **error)
{
  RedressTicket *ticket = redress_ticket_new ();
  RedressSummary *summary = ticket->summary;

  new_ticket->ticket = ticket;
  return read_filled (object, "flow", MAX_NUMBER, &summary->flow, error) &&
         read_kind (object, &summary->kind, error) &&
         read_filled (object, "external_id", MAX_NUMBER, &summary->external_id, error) &&
         read_filled (object, "order_no", MAX_NUMBER, &summary->order_no, error) &&
         redress_json_read_time (object, "opened_at", TRUE, &summary->opened_at, error) &&
         read_filled (object, "title", MAX_TITLE, &summary->title, error) &&
         read_amount (object, &summary->amount, error) && read_customer (object, ticket, error) &&
         read_reason (object, ticket, error) && read_order (object, ticket, error) &&
         read_labels (object, summary, error) && read_lists (object, ticket, error) &&
         redress_json_read_string (object, "previous_external_id", FALSE, MAX_NUMBER,
                                   &new_ticket->previous_external_id, error);
}

/**
 * redress_new_ticket_clear:
 * @self: a new ticket
 */
void
redress_new_ticket_clear (RedressNewTicket *self)
{
  g_clear_object (&self->ticket);
  g_clear_pointer (&self->previous_external_id, g_free);
}
