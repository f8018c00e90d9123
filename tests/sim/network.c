/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/network.h"

#include "core/error.h"

#include "sim/virtual-time.h"

/* This takes the place of sync/http.c: the desk's requests go over a simulated line. */

#define MAX_LINES 16
#define DEFAULT_TIMEOUT 30

static SimLine *lines[MAX_LINES];

void
sim_network_set_line (guint number, SimLine *line)
{
  g_assert (number < MAX_LINES);
  lines[number] = line;
}

/* One request on its way. The client forgets it when the answer came or the time was over; what
 * is still under way then finds nobody. */
typedef struct
{
  gatomicrefcount n_refs;
  SimLine *line;
  SimRequest *request;
  SimAnswer answer;   /* on its way back */
  SimAnswerFunc func; /* (nullable): NULL: nobody waits any more */
  gpointer data;
  guint timeout_id;
} Message;

static Message *
message_ref (Message *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

static void
message_unref (Message *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  sim_request_unref (self->request);
  g_clear_pointer (&self->answer.body, g_bytes_unref);
  g_free (self);
}

static void
conclude (Message *self, const SimAnswer *answer)
{
  SimAnswerFunc func = g_steal_pointer (&self->func);

  if (func == NULL)
    return;
  sim_cancel (self->timeout_id);
  self->timeout_id = 0;
  func (answer, self->data);
  message_unref (self);
}

static void
time_out (gpointer data)
{
  const SimAnswer none = { 0 };
  Message *self = data;

  self->timeout_id = 0;
  conclude (self, &none);
}

static gint64
draw_delay (const SimLine *line)
{
  return sim_between (REDRESS_SECOND / 1000, MAX (line->slowest, REDRESS_SECOND / 500));
}

/* A proxy that gives up, a page that asks to sign in to a network, an answer that ends early. */
static void
garble (Message *self)
{
  static const char *const page = "<html><body>Welcome to the network</body></html>";
  gsize length = self->answer.body != NULL ? g_bytes_get_size (self->answer.body) : 0;
  g_autoptr (GBytes) whole = g_steal_pointer (&self->answer.body);

  switch (sim_random (3))
    {
    case 0:
      self->answer.status = 502;
      break;
    case 1:
      self->answer.status = 200;
      self->answer.body = g_bytes_new_static (page, strlen (page));
      break;
    default:
      if (length > 1)
        self->answer.body = g_bytes_new_from_bytes (whole, 0, sim_random ((guint)length));
    }
}

static void
arrive (gpointer data)
{
  Message *self = data;

  if (self->line->is_up && self->func != NULL)
    {
      if (sim_chance (self->line->garbles))
        garble (self);
      conclude (self, &self->answer);
    }
  message_unref (self);
}

static void
answered (const SimAnswer *answer, gpointer data)
{
  Message *self = data;

  if (sim_chance (self->line->loses) || self->func == NULL)
    {
      message_unref (self);
      return;
    }
  g_clear_pointer (&self->answer.body, g_bytes_unref);
  self->answer = *answer;
  if (answer->body != NULL)
    g_bytes_ref (answer->body);
  sim_after (draw_delay (self->line), arrive, self);
}

static void
ignored (const SimAnswer *answer, gpointer data)
{
  message_unref (data);
}

static void
deliver (gpointer data)
{
  Message *self = data;

  if (self->line->is_up)
    sim_server_ask (self->line->server, self->request, answered, self);
  else
    message_unref (self);
}

static void
deliver_again (gpointer data)
{
  Message *self = data;

  sim_server_ask (self->line->server, self->request, ignored, self);
}

static void
refuse (gpointer data)
{
  const SimAnswer none = { 0 };
  Message *self = data;

  conclude (self, &none);
  message_unref (self);
}

static Message *
post (SimLine *line, SimRequest *request, guint timeout, SimAnswerFunc func, gpointer data)
{
  Message *self = g_new0 (Message, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->line = line;
  self->request = sim_request_ref (request);
  self->func = func;
  self->data = data;
  self->timeout_id =
      sim_after ((timeout > 0 ? timeout : DEFAULT_TIMEOUT) * REDRESS_SECOND, time_out, self);
  if (!line->is_up)
    sim_after (draw_delay (line), refuse, message_ref (self));
  else if (!sim_chance (line->loses))
    sim_after (draw_delay (line), deliver, message_ref (self));
  if (line->is_up && sim_chance (line->doubles))
    sim_after (draw_delay (line) * 4, deliver_again, message_ref (self));
  return self;
}

void
sim_line_send (SimLine *line, SimRequest *request, guint timeout, SimAnswerFunc func, gpointer data)
{
  post (line, request, timeout, func, data);
}

struct _RedressHttp
{
  SimLine *line;
  char *server;
  char *token;
};

typedef struct
{
  Message *message; /* (nullable): on its way */
  gulong cancelled_id;
} Call;

RedressHttp *
redress_http_new (const char *server, GError **error)
{
  RedressHttp *self = g_new0 (RedressHttp, 1);

  self->line = lines[g_ascii_strtoull (strrchr (server, '-') + 1, NULL, 10)];
  self->server = g_strdup (server);
  return self;
}

void
redress_http_free (RedressHttp *self)
{
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

static void
replied (const SimAnswer *answer, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  RedressReply *reply;

  call->message = NULL;
  if (call->cancelled_id != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (task), call->cancelled_id);
  if (answer->status == 0)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "no answer");
      return;
    }
  reply = redress_reply_new (answer->status, answer->body != NULL ? g_bytes_ref (answer->body)
                                                                  : g_bytes_new (NULL, 0));
  reply->grants_version = answer->grants_version;
  g_task_return_pointer (task, reply, (GDestroyNotify)redress_reply_free);
}

/* GTask says that it was cancelled; what is under way finds nobody. */
static void
cancelled_cb (GCancellable *cancellable, GTask *task)
{
  Call *call = g_task_get_task_data (task);
  Message *message = g_steal_pointer (&call->message);

  if (message == NULL)
    return;
  message->func = NULL;
  sim_cancel (message->timeout_id);
  message_unref (message);
  call->cancelled_id = 0;
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

void
redress_http_send_async (RedressHttp *self,
                         const RedressCall *call,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  SimRequest *request = sim_request_new (call->method, call->path, self->token, call->body);
  Call *own = g_new0 (Call, 1);

  g_task_set_task_data (task, own, g_free);
  request->tag = g_strdup (call->if_none_match);
  own->message = post (self->line, request, call->timeout, replied, task);
  sim_request_unref (request);
  if (cancellable != NULL)
    own->cancelled_id =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (cancelled_cb), task);
}

RedressReply *
redress_http_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
