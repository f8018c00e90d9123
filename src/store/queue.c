/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-private.h"

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_N_LATE,
  PROP_ERROR,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static GType
redress_queue_get_item_type (GListModel *model)
{
  return REDRESS_TYPE_QUEUE_ITEM;
}

static guint
redress_queue_get_n_items (GListModel *model)
{
  return redress_queue_get_length (REDRESS_QUEUE (model));
}

static gpointer
redress_queue_get_item (GListModel *model, guint position)
{
  RedressQueue *self = REDRESS_QUEUE (model);

  return position < redress_queue_get_length (self) ? redress_queue_take_item (self, position)
                                                    : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = redress_queue_get_item_type;
  iface->get_n_items = redress_queue_get_n_items;
  iface->get_item = redress_queue_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RedressQueue,
                               redress_queue,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
redress_queue_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RedressQueue *self = REDRESS_QUEUE (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_N_LATE:
      g_value_set_uint (value, self->n_late);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redress_queue_dispose (GObject *object)
{
  RedressQueue *self = REDRESS_QUEUE (object);

  redress_queue_stop (self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (redress_queue_parent_class)->dispose (object);
}

static void
redress_queue_finalize (GObject *object)
{
  RedressQueue *self = REDRESS_QUEUE (object);

  g_free (self->account);
  redress_query_free (self->query);
  redress_live_items_free (self->live);
  redress_id_list_unref (self->ids);
  g_clear_pointer (&self->old, redress_id_list_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (redress_queue_parent_class)->finalize (object);
}

static void
redress_queue_class_init (RedressQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = redress_queue_get_property;
  object_class->dispose = redress_queue_dispose;
  object_class->finalize = redress_queue_finalize;

  /**
   * RedressQueue:loading:
   *
   * Whether the rows of the query are still to come.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  /**
   * RedressQueue:n-late:
   *
   * How many of the tickets are late.
   */
  properties[PROP_N_LATE] = g_param_spec_uint ("n-late", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * RedressQueue:error:
   *
   * (nullable): why the rows could not be read.
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
redress_queue_init (RedressQueue *self)
{
  self->live = redress_live_items_new ();
  self->ids = redress_id_list_new_take (NULL, 0);
  self->query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
}

/* The tickets of these views are those with an outbox row or a draft. */
static gboolean
is_of_overlay (const RedressQuery *query)
{
  return query->view == REDRESS_VIEW_MY_WORK || query->view == REDRESS_VIEW_TROUBLE;
}

static void
ticket_changed_cb (RedressQueue *self, gint64 ticket)
{
  redress_queue_renew_item (self, ticket);
  if (is_of_overlay (self->query))
    redress_queue_refresh (self);
}

/**
 * redress_queue_new:
 * @store: an open store
 * @account: (nullable): id of the account whose work MY_WORK is
 *
 * Returns: (transfer full): a queue that is empty until it gets its first query
 */
RedressQueue *
redress_queue_new (RedressStore *store, const char *account)
{
  RedressQueue *self;

  g_return_val_if_fail (REDRESS_IS_STORE (store), NULL);

  self = g_object_new (REDRESS_TYPE_QUEUE, NULL);
  self->store = g_object_ref (store);
  self->account = g_strdup (account);
  g_signal_connect_swapped (store, "ticket-changed", G_CALLBACK (ticket_changed_cb), self);
  g_signal_connect_swapped (store, "queue-changed", G_CALLBACK (redress_queue_refresh), self);
  return self;
}

/**
 * redress_queue_set_query:
 * @self: a queue
 * @query: what it shall show; copied
 *
 * Shows the first rows of the query before this returns, if they can be had in no time. Otherwise
 * the old rows stay until the new ones are there.
 */
void
redress_queue_set_query (RedressQueue *self, const RedressQuery *query)
{
  RedressQuery *copy = redress_query_copy (query);

  g_return_if_fail (REDRESS_IS_QUEUE (self));

  redress_query_free (self->query);
  self->query = copy;
  redress_queue_load (self);
}

/**
 * redress_queue_get_query:
 * @self: a queue
 *
 * Returns: (transfer none): what it shows
 */
const RedressQuery *
redress_queue_get_query (RedressQueue *self)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE (self), NULL);

  return self->query;
}

/**
 * redress_queue_is_loading:
 * @self: a queue
 *
 * Returns: whether the rows of its query are still to come
 */
gboolean
redress_queue_is_loading (RedressQueue *self)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE (self), FALSE);

  return self->loading;
}

/**
 * redress_queue_get_error:
 * @self: a queue
 *
 * Returns: (transfer none) (nullable): why the rows could not be read
 */
const GError *
redress_queue_get_error (RedressQueue *self)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE (self), NULL);

  return self->error;
}

/**
 * redress_queue_find:
 * @self: a queue
 * @ticket: a ticket
 *
 * Returns: its position, or G_MAXUINT if it is not in the queue
 */
guint
redress_queue_find (RedressQueue *self, gint64 ticket)
{
  guint position;

  g_return_val_if_fail (REDRESS_IS_QUEUE (self), G_MAXUINT);

  redress_live_items_find (self->live, ticket, &position);
  if (position != G_MAXUINT)
    return position;
  for (position = 0; position < redress_queue_get_length (self); position++)
    if (redress_queue_get_id (self, position) == ticket)
      return position;
  return G_MAXUINT;
}

/**
 * redress_queue_get_ticket:
 * @self: a queue
 * @position: a position
 *
 * Returns: the ticket there; 0 behind the end
 */
gint64
redress_queue_get_ticket (RedressQueue *self, guint position)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE (self), 0);

  return position < redress_queue_get_length (self) ? redress_queue_get_id (self, position) : 0;
}

gint64
redress_queue_get_id (RedressQueue *self, guint position)
{
  if (self->old == NULL)
    return self->ids->ids[position];
  return position < self->n_old ? self->old->ids[position]
                                : self->ids->ids[position - self->n_old + self->new_start];
}

guint
redress_queue_get_length (RedressQueue *self)
{
  return self->old == NULL ? self->ids->n : self->n_old + self->ids->n - self->new_start;
}

void
redress_queue_set_loading (RedressQueue *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
redress_queue_set_late (RedressQueue *self, guint n_late)
{
  if (self->n_late == n_late)
    return;
  self->n_late = n_late;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_LATE]);
}

/* (transfer full) (nullable) */
void
redress_queue_take_error (RedressQueue *self, GError *error)
{
  gboolean is_news = self->error != NULL || error != NULL;

  g_clear_error (&self->error);
  self->error = error;
  if (is_news)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}
