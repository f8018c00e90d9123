/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook-receiver.h"

#include <libsoup/soup.h>

/* Read by the leak sanitizer. SoupServer of libsoup 3.2 loses its listener and the socket of each
 * connection, whatever is done with it. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:soup_server_listen\nleak:g_socket_accept\n";
}

#define PATIENCE (20 * G_TIME_SPAN_SECOND)

struct _RedressWebhookReceiver
{
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  SoupServer *soup;
  char *url;

  GMutex lock;
  GCond changed;
  GPtrArray *events; /* (element-type RedressToldEvent) */
  guint status;
  gboolean ready;
};

static void
told_event_free (gpointer data)
{
  RedressToldEvent *self = data;

  g_free (self->name);
  g_free (self->timestamp);
  g_free (self->signature);
  g_free (self->body);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}

static char *
dup_header (SoupServerMessage *message, const char *name)
{
  return g_strdup (
      soup_message_headers_get_one (soup_server_message_get_request_headers (message), name));
}

static void
told_cb (SoupServer *soup,
         SoupServerMessage *message,
         const char *path,
         GHashTable *query,
         gpointer data)
{
  RedressWebhookReceiver *self = data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  RedressToldEvent *event = g_new0 (RedressToldEvent, 1);
  guint status;

  event->name = dup_header (message, "webhook-id");
  event->timestamp = dup_header (message, "webhook-timestamp");
  event->signature = dup_header (message, "webhook-signature");
  event->body = g_strndup (body->data, (gsize)body->length);
  event->json = json_from_string (event->body, NULL);
  g_assert_nonnull (event->json);
  g_mutex_lock (&self->lock);
  status = self->status;
  g_ptr_array_add (self->events, event);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  if (g_str_equal (path, "/deaf"))
    {
      soup_server_message_pause (message);
      return;
    }
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "noted", 5);
}

static gpointer
run (gpointer data)
{
  RedressWebhookReceiver *self = data;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  self->soup = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->soup, NULL, told_cb, self, NULL);
  soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  g_mutex_lock (&self->lock);
  self->url = g_uri_to_string (uris->data);
  self->ready = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_main_loop_run (self->loop);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

RedressWebhookReceiver *
redress_webhook_receiver_new (void)
{
  RedressWebhookReceiver *self = g_new0 (RedressWebhookReceiver, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->events = g_ptr_array_new_with_free_func (told_event_free);
  self->status = 200;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->thread = g_thread_new ("receiver", run, self);
  g_mutex_lock (&self->lock);
  while (!self->ready)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  return self;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
redress_webhook_receiver_free (RedressWebhookReceiver *self)
{
  g_main_context_invoke (self->context, quit_cb, self->loop);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->events);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->url);
  g_free (self);
}

const char *
redress_webhook_receiver_get_url (RedressWebhookReceiver *self)
{
  return self->url;
}

void
redress_webhook_receiver_set_status (RedressWebhookReceiver *self, guint status)
{
  g_mutex_lock (&self->lock);
  self->status = status;
  g_mutex_unlock (&self->lock);
}

const RedressToldEvent *
redress_webhook_receiver_wait (RedressWebhookReceiver *self, guint n)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  const RedressToldEvent *event = NULL;

  g_mutex_lock (&self->lock);
  while (self->events->len <= n && g_cond_wait_until (&self->changed, &self->lock, end))
    continue;
  if (self->events->len > n)
    event = g_ptr_array_index (self->events, n);
  g_mutex_unlock (&self->lock);
  g_assert_nonnull (event);
  return event;
}

guint
redress_webhook_receiver_count (RedressWebhookReceiver *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->events->len;
  g_mutex_unlock (&self->lock);
  return n;
}

const char *
redress_told_event_get_type (const RedressToldEvent *event)
{
  return json_object_get_string_member (json_node_get_object (event->json), "type");
}
