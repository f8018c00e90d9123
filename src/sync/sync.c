/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

#include "core/error.h"

typedef enum
{
  PROP_STATUS = 1,
  PROP_SINCE,
  PROP_LAST_SYNC,
  PROP_STORE,
  PROP_ACCOUNT_NAME,
  PROP_PROGRESS_DONE,
  PROP_PROGRESS_TOTAL,
  PROP_CLOCK_SKEW,
  PROP_TROUBLE,
} RedressSyncProperty;
static GParamSpec *properties[PROP_TROUBLE + 1];

enum
{
  APPLIED,
  CONFLICT,
  REFUSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressSync, redress_sync, G_TYPE_OBJECT)
G_DEFINE_ENUM_TYPE (RedressSyncStatus,
                    redress_sync_status,
                    G_DEFINE_ENUM_VALUE (REDRESS_SYNC_SIGNED_OUT, "signed-out"),
                    G_DEFINE_ENUM_VALUE (REDRESS_SYNC_CONNECTING, "connecting"),
                    G_DEFINE_ENUM_VALUE (REDRESS_SYNC_FIRST, "first"),
                    G_DEFINE_ENUM_VALUE (REDRESS_SYNC_ONLINE, "online"),
                    G_DEFINE_ENUM_VALUE (REDRESS_SYNC_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (REDRESS_SYNC_SIGN_IN_AGAIN, "sign-in-again"),
                    G_DEFINE_ENUM_VALUE (REDRESS_SYNC_TOO_OLD, "too-old"))

/* One thing the engine said, on its way to the main thread. */
typedef struct
{
  RedressSync *sync;
  RedressSyncProperty property; /* 0: settled or session */
  gint64 number;
  guint done, total;
  char *text;
  RedressSession *session;
  gint64 ticket;
  guint status;
} Notice;

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_free (notice->text);
  g_clear_pointer (&notice->session, redress_session_free);
  g_object_unref (notice->sync);
  g_free (notice);
}

static void
notify (RedressSync *self, RedressSyncProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
take_session (RedressSync *self, RedressSession *session)
{
  g_clear_pointer (&self->account, redress_account_free);
  self->account = redress_account_copy (session->account);
  if (self->key != NULL)
    redress_secrets_store_async (REDRESS_SECRET_REFRESH_TOKEN, self->key, session->refresh_token,
                                 NULL, NULL, NULL);
  notify (self, PROP_ACCOUNT_NAME);
}

static void
emit_settled (RedressSync *self, const Notice *notice)
{
  guint which = REFUSED;

  if (notice->status >= 200 && notice->status < 300)
    which = APPLIED;
  else if (notice->status == 409 || notice->status == 412)
    which = CONFLICT;
  g_signal_emit (self, signals[which], 0, notice->text, notice->ticket);
}

static gboolean
deliver (gpointer data)
{
  Notice *notice = data;
  RedressSync *self = notice->sync;

  switch (notice->property)
    {
    case PROP_STATUS:
      self->status = (RedressSyncStatus)notice->status;
      self->since = notice->number;
      notify (self, PROP_SINCE);
      break;
    case PROP_LAST_SYNC:
      self->last_sync = notice->number;
      self->clock_skew = notice->ticket;
      notify (self, PROP_CLOCK_SKEW);
      break;
    case PROP_PROGRESS_DONE:
      self->progress_done = notice->done;
      self->progress_total = notice->total;
      notify (self, PROP_PROGRESS_TOTAL);
      break;
    case PROP_TROUBLE:
      if (g_strcmp0 (self->trouble, notice->text) == 0)
        return G_SOURCE_REMOVE;
      g_free (self->trouble);
      self->trouble = g_steal_pointer (&notice->text);
      break;
    case PROP_SINCE:
    case PROP_STORE:
    case PROP_ACCOUNT_NAME:
    case PROP_PROGRESS_TOTAL:
    case PROP_CLOCK_SKEW:
    default:
      if (notice->session != NULL)
        take_session (self, notice->session);
      else
        emit_settled (self, notice);
      return G_SOURCE_REMOVE;
    }
  notify (self, notice->property);
  return G_SOURCE_REMOVE;
}

static void
post (RedressSync *self, Notice notice)
{
  Notice *copy = g_new (Notice, 1);

  *copy = notice;
  copy->sync = g_object_ref (self);
  g_main_context_invoke_full (self->main_context, G_PRIORITY_DEFAULT, deliver, copy, notice_free);
}

static void
said_status (RedressSyncStatus status, RedressTime since, gpointer owner)
{
  post (owner, (Notice){ .property = PROP_STATUS, .status = status, .number = since });
}

static void
said_synced (RedressTime when, gint64 skew, gpointer owner)
{
  post (owner, (Notice){ .property = PROP_LAST_SYNC, .number = when, .ticket = skew });
}

static void
said_progress (guint done, guint total, gpointer owner)
{
  post (owner, (Notice){ .property = PROP_PROGRESS_DONE, .done = done, .total = total });
}

static void
said_trouble (const char *text, gpointer owner)
{
  post (owner, (Notice){ .property = PROP_TROUBLE, .text = g_strdup (text) });
}

static void
said_session (const RedressSession *session, gpointer owner)
{
  RedressSession *copy = redress_session_new ();

  copy->refresh_token = g_strdup (session->refresh_token);
  copy->account = redress_account_copy (session->account);
  post (owner, (Notice){ .session = copy });
}

static void
said_settled (const char *command_id, gint64 ticket, guint status, gpointer owner)
{
  post (owner, (Notice){ .text = g_strdup (command_id), .ticket = ticket, .status = status });
}

static const RedressEngineListener listener = {
  said_status,
  said_synced,
  said_progress,
  said_trouble,
  said_session,
  said_settled,
  redress_sync_note_fetched,
  redress_sync_note_proofs,
};

static gpointer
run_engine (gpointer data)
{
  RedressSync *self = data;

  g_main_context_push_thread_default (self->engine_context);
  g_main_loop_run (self->engine_loop);
  redress_engine_stop (self->engine);
  /* Cancelled requests still have their say, so that nothing is left half done. */
  while (g_main_context_iteration (self->engine_context, FALSE))
    ;
  redress_engine_free (self->engine);
  g_main_context_pop_thread_default (self->engine_context);
  return NULL;
}

void
redress_sync_invoke (RedressSync *self, GSourceFunc function, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, destroy);
  g_source_attach (source, self->engine_context);
}

static gboolean
look_cb (gpointer data)
{
  redress_engine_look (REDRESS_SYNC (data)->engine);
  return G_SOURCE_REMOVE;
}

static gboolean
wake_cb (gpointer data)
{
  redress_engine_wake (REDRESS_SYNC (data)->engine);
  return G_SOURCE_REMOVE;
}

static void
outbox_changed_cb (RedressSync *self)
{
  if (self->thread != NULL)
    redress_sync_invoke (self, look_cb, g_object_ref (self), g_object_unref);
}

void
redress_sync_adopt (RedressSync *self,
                    const char *server,
                    RedressAccount *account,
                    RedressStore *store)
{
  if (self->store != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->store, self);
      if (self->store != store)
        redress_store_close (self->store);
    }
  g_set_object (&self->store, store);
  g_hash_table_remove_all (self->fetch_errors);
  g_clear_pointer (&self->proofs, g_ptr_array_unref);
  g_free (self->server);
  self->server = g_strdup (server);
  g_clear_pointer (&self->account, redress_account_free);
  self->account = account != NULL ? redress_account_copy (account) : NULL;
  if (store != NULL)
    g_signal_connect_object (store, "outbox-changed", G_CALLBACK (outbox_changed_cb), self,
                             G_CONNECT_SWAPPED);
  notify (self, PROP_ACCOUNT_NAME);
  notify (self, PROP_STORE);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (REDRESS_SYNC (data)->engine_loop);
  return G_SOURCE_REMOVE;
}

void
redress_sync_shutdown (RedressSync *self)
{
  g_return_if_fail (REDRESS_IS_SYNC (self));

  if (self->thread == NULL)
    return;
  /* From inside the loop: a thread that has not reached its loop yet would not hear of it. */
  redress_sync_invoke (self, quit_cb, self, NULL);
  g_thread_join (g_steal_pointer (&self->thread));
  if (self->store != NULL)
    redress_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_pointer (&self->home, redress_home_close);
}

static void
redress_sync_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RedressSync *self = REDRESS_SYNC (object);

  switch ((RedressSyncProperty)id)
    {
    case PROP_STATUS:
      g_value_set_enum (value, self->status);
      break;
    case PROP_SINCE:
      g_value_set_int64 (value, self->since);
      break;
    case PROP_LAST_SYNC:
      g_value_set_int64 (value, self->last_sync);
      break;
    case PROP_STORE:
      g_value_set_object (value, self->store);
      break;
    case PROP_ACCOUNT_NAME:
      g_value_set_string (value, self->account != NULL ? self->account->name : NULL);
      break;
    case PROP_PROGRESS_DONE:
      g_value_set_uint (value, self->progress_done);
      break;
    case PROP_PROGRESS_TOTAL:
      g_value_set_uint (value, self->progress_total);
      break;
    case PROP_CLOCK_SKEW:
      g_value_set_int64 (value, self->clock_skew);
      break;
    case PROP_TROUBLE:
      g_value_set_string (value, self->trouble);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redress_sync_dispose (GObject *object)
{
  redress_sync_shutdown (REDRESS_SYNC (object));
  G_OBJECT_CLASS (redress_sync_parent_class)->dispose (object);
}

static void
redress_sync_finalize (GObject *object)
{
  RedressSync *self = REDRESS_SYNC (object);

  g_main_loop_unref (self->engine_loop);
  g_main_context_unref (self->engine_context);
  g_main_context_unref (self->main_context);
  redress_clock_unref (self->clock);
  g_clear_pointer (&self->account, redress_account_free);
  g_free (self->data_dir);
  g_free (self->cache_dir);
  g_free (self->key);
  g_free (self->server);
  g_free (self->trouble);
  g_hash_table_unref (self->fetch_errors);
  g_clear_pointer (&self->proofs, g_ptr_array_unref);
  G_OBJECT_CLASS (redress_sync_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STATUS] = g_param_spec_enum ("status", NULL, NULL, REDRESS_TYPE_SYNC_STATUS,
                                               REDRESS_SYNC_SIGNED_OUT, flags);
  properties[PROP_SINCE] =
      g_param_spec_int64 ("since", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_LAST_SYNC] = g_param_spec_int64 ("last-sync", NULL, NULL, G_MININT64, G_MAXINT64,
                                                   REDRESS_TIME_UNKNOWN, flags);
  properties[PROP_STORE] = g_param_spec_object ("store", NULL, NULL, REDRESS_TYPE_STORE, flags);
  properties[PROP_ACCOUNT_NAME] = g_param_spec_string ("account-name", NULL, NULL, NULL, flags);
  properties[PROP_PROGRESS_DONE] =
      g_param_spec_uint ("progress-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PROGRESS_TOTAL] =
      g_param_spec_uint ("progress-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CLOCK_SKEW] =
      g_param_spec_int64 ("clock-skew", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
redress_sync_class_init (RedressSyncClass *klass)
{
  static const char *const names[N_SIGNALS] = { "applied", "conflict", "refused" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = redress_sync_get_property;
  object_class->dispose = redress_sync_dispose;
  object_class->finalize = redress_sync_finalize;
  install_properties (object_class);
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                               NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  g_signal_new ("fetch-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  g_signal_new ("proofs-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
redress_sync_init (RedressSync *self)
{
  self->main_context = g_main_context_ref_thread_default ();
  self->engine_context = g_main_context_new ();
  self->engine_loop = g_main_loop_new (self->engine_context, FALSE);
  self->last_sync = REDRESS_TIME_UNKNOWN;
  self->fetch_errors =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_error_free);
}

RedressSync *
redress_sync_new (RedressClock *clock, const char *data_dir, const char *cache_dir)
{
  RedressSync *self = g_object_new (REDRESS_TYPE_SYNC, NULL);

  self->clock = redress_clock_ref (clock);
  self->data_dir = g_strdup (data_dir);
  self->cache_dir = g_strdup (cache_dir);
  self->engine = redress_engine_new (clock, &listener, self);
  self->thread = g_thread_new ("sync", run_engine, self);
  return self;
}

RedressSyncStatus
redress_sync_get_status (RedressSync *self)
{
  g_return_val_if_fail (REDRESS_IS_SYNC (self), REDRESS_SYNC_SIGNED_OUT);
  return self->status;
}

RedressTime
redress_sync_get_since (RedressSync *self)
{
  g_return_val_if_fail (REDRESS_IS_SYNC (self), 0);
  return self->since;
}

RedressTime
redress_sync_get_last_sync (RedressSync *self)
{
  g_return_val_if_fail (REDRESS_IS_SYNC (self), REDRESS_TIME_UNKNOWN);
  return self->last_sync;
}

RedressStore *
redress_sync_get_store (RedressSync *self)
{
  g_return_val_if_fail (REDRESS_IS_SYNC (self), NULL);
  return self->store;
}

gboolean
redress_sync_is_sealed (RedressSync *self)
{
  g_return_val_if_fail (REDRESS_IS_SYNC (self), TRUE);
  return self->store == NULL || !self->is_plain;
}

RedressAccount *
redress_sync_dup_account (RedressSync *self)
{
  g_return_val_if_fail (REDRESS_IS_SYNC (self), NULL);
  return self->account != NULL ? redress_account_copy (self->account) : NULL;
}

const char *
redress_sync_get_server (RedressSync *self)
{
  g_return_val_if_fail (REDRESS_IS_SYNC (self), NULL);
  return self->server;
}

void
redress_sync_wake (RedressSync *self)
{
  g_return_if_fail (REDRESS_IS_SYNC (self));

  if (self->thread != NULL)
    redress_sync_invoke (self, wake_cb, g_object_ref (self), g_object_unref);
}
