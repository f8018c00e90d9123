/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/http.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#define DEFAULT_MAX_BYTES (8 * 1024 * 1024)
#define DEFAULT_TIMEOUT 30
#define CHUNK (64 * 1024)
/* One long poll, one push, and two for details and evidence. */
#define MAX_CONNECTIONS 4

struct _RedressHttp
{
  SoupSession *session;
  GUri *base;
  char *folder; /* of the base, without a slash at its end */
  char *server;
  char *token;
};

typedef struct
{
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *bytes;
  gsize max_bytes;
  GSource *timeout; /* (nullable) */
  GCancellable *timed_out;
} Transfer;

static void
transfer_free (gpointer data)
{
  Transfer *self = data;

  if (self->timeout != NULL)
    {
      g_source_destroy (self->timeout);
      g_source_unref (self->timeout);
    }
  g_clear_object (&self->timed_out);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

/* Without TLS whoever is on the way reads the password and every ticket. */
static gboolean
check_safe (GUri *base, GError **error)
{
  if (g_str_equal (g_uri_get_scheme (base), "https") || is_loopback (g_uri_get_host (base)))
    return TRUE;
  g_set_error (
      error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
      _ ("With http:// your password and all tickets could be read on the way. The address "
         "has to begin with https://."));
  return FALSE;
}

RedressHttp *
redress_http_new (const char *server, GError **error)
{
  g_autoptr (GUri) base = NULL;
  RedressHttp *self;

  base = g_uri_parse (server, SOUP_HTTP_URI_FLAGS, NULL);
  if (base == NULL || g_uri_get_host (base) == NULL || *g_uri_get_host (base) == '\0' ||
      (g_strcmp0 (g_uri_get_scheme (base), "http") != 0 &&
       g_strcmp0 (g_uri_get_scheme (base), "https") != 0))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   _ ("“%s” is not a web address. It begins with https:// or http://."), server);
      return NULL;
    }
  if (!check_safe (base, error))
    return NULL;
  self = g_new0 (RedressHttp, 1);
  self->base = g_steal_pointer (&base);
  self->folder = g_strdup (g_uri_get_path (self->base));
  for (gsize end = strlen (self->folder); end > 0 && self->folder[end - 1] == '/'; end--)
    self->folder[end - 1] = '\0';
  self->server = g_uri_to_string_partial (self->base, G_URI_HIDE_PASSWORD | G_URI_HIDE_USERINFO);
  self->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host",
                                                 MAX_CONNECTIONS, "timeout", 60, "user-agent",
                                                 "Redress/" REDRESS_VERSION, NULL);
  /* A compressed answer could unpack to more than its limit; signing in is ours to do. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  return self;
}

void
redress_http_free (RedressHttp *self)
{
  if (self == NULL)
    return;
  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_uri_unref (self->base);
  g_free (self->folder);
  g_free (self->server);
  g_free (self->token);
  g_free (self);
}

const char *
redress_http_get_server (RedressHttp *self)
{
  return self->server;
}

void
redress_http_set_token (RedressHttp *self, const char *token)
{
  g_free (self->token);
  self->token = g_strdup (token);
}

/* @flags: what is wrong with the certificate */
static const char *
get_certificate_words (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _ ("The server's certificate is for another address. Check the address, or tell whoever "
              "runs the server.");
  if (flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    return _ ("The server's certificate is not valid today. Check the clock of this computer, or "
              "tell whoever runs the server.");
  return _ ("Nobody whom this computer trusts vouches for the server's certificate. Tell whoever "
            "runs the server.");
}

/* Says in plain words why nothing came back. */
static GError *
translate_error (const GError *error, GTlsCertificateFlags flags, gboolean timed_out)
{
  if (timed_out)
    return g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                        _ ("The server did not answer in time."));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_error_new_literal (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
                                get_certificate_words (flags));
  if (error->domain == G_TLS_ERROR)
    return g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
                        _ ("The connection is not safe: %s"), error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                        _ ("No server answers at that address."));
  if (error->domain == G_RESOLVER_ERROR)
    return g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                        _ ("There is no computer of that name."));
  return g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
                      _ ("The server cannot be reached: %s"), error->message);
}

static void
fail (GTask *task, const GError *error)
{
  Transfer *transfer = g_task_get_task_data (task);
  gboolean timed_out = g_cancellable_is_cancelled (transfer->timed_out) &&
                       !g_cancellable_is_cancelled (g_task_get_cancellable (task));

  g_task_return_error (
      task,
      translate_error (error, soup_message_get_tls_peer_certificate_errors (transfer->message),
                       timed_out));
}

static gint64
parse_number (const char *text, gint64 max)
{
  guint64 number;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, (guint64)max, &number, NULL))
    return 0;
  return (gint64)number;
}

static void
finish (GTask *task)
{
  Transfer *transfer = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (transfer->message);
  RedressReply *reply =
      redress_reply_new (soup_message_get_status (transfer->message),
                         g_byte_array_free_to_bytes (g_steal_pointer (&transfer->bytes)));

  transfer->bytes = g_byte_array_new ();
  reply->retry_after =
      parse_number (soup_message_headers_get_one (headers, "Retry-After"), 3600) * REDRESS_SECOND;
  reply->grants_version = parse_number (
      soup_message_headers_get_one (headers, "Redress-Grants-Version"), REDRESS_INTEGER_MAX);
  g_task_return_pointer (task, reply, (GDestroyNotify)redress_reply_free);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (transfer->stream, result, &error);

  if (chunk == NULL)
    {
      fail (task, error);
      return;
    }
  if (g_bytes_get_size (chunk) == 0)
    {
      finish (task);
      return;
    }
  if (transfer->bytes->len + g_bytes_get_size (chunk) > transfer->max_bytes)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE, "%s",
                               _ ("The server's answer is larger than allowed."));
      return;
    }
  g_byte_array_append (transfer->bytes, g_bytes_get_data (chunk, NULL), g_bytes_get_size (chunk));
  g_input_stream_read_bytes_async (transfer->stream, CHUNK, G_PRIORITY_DEFAULT, transfer->timed_out,
                                   read_cb, g_object_ref (task));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Transfer *transfer = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  transfer->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (transfer->stream == NULL)
    fail (task, error);
  else
    g_input_stream_read_bytes_async (transfer->stream, CHUNK, G_PRIORITY_DEFAULT,
                                     transfer->timed_out, read_cb, g_object_ref (task));
}

static gboolean
timeout_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* The whole transfer is bounded in time, not only each read: a server that dribbles must not
 * hold a lane for ever. */
static void
arm_timeout (Transfer *transfer, guint seconds)
{
  transfer->timeout = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (transfer->timeout, timeout_cb, g_object_ref (transfer->timed_out),
                         g_object_unref);
  g_source_attach (transfer->timeout, g_main_context_get_thread_default ());
}

static void
cancelled_cb (GCancellable *cancellable, GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static SoupMessage *
create_message (RedressHttp *self, const RedressCall *call)
{
  g_autofree char *path = g_strconcat (self->folder, call->path, NULL);
  g_autoptr (GUri) uri = g_uri_parse_relative (self->base, path, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessage *message = soup_message_new_from_uri (call->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_append (headers, "Redress-Protocol", "1");
  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);
      soup_message_headers_append (headers, "Authorization", bearer);
    }
  if (call->if_none_match != NULL)
    {
      g_autofree char *tag = g_strdup_printf ("\"%s\"", call->if_none_match);
      soup_message_headers_append (headers, "If-None-Match", tag);
    }
  if (call->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", call->body);
  return message;
}

void
redress_http_send_async (RedressHttp *self,
                         const RedressCall *call,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Transfer *transfer = g_new0 (Transfer, 1);

  g_task_set_source_tag (task, redress_http_send_async);
  g_task_set_task_data (task, transfer, transfer_free);
  transfer->message = create_message (self, call);
  transfer->bytes = g_byte_array_new ();
  transfer->max_bytes = call->max_bytes > 0 ? call->max_bytes : DEFAULT_MAX_BYTES;
  transfer->timed_out = g_cancellable_new ();
  arm_timeout (transfer, call->timeout > 0 ? call->timeout : DEFAULT_TIMEOUT);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled_cb),
                             transfer->timed_out, 0);
  if (g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (transfer->timed_out);
  soup_session_send_async (self->session, transfer->message, G_PRIORITY_DEFAULT,
                           transfer->timed_out, sent_cb, task);
}

RedressReply *
redress_http_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
