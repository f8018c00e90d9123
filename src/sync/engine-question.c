/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

/* A question on its way. */
typedef struct
{
  RedressEngine *engine;
  const RedressQuestion *question;
} Asked;

static gpointer
read_answer (const RedressQuestion *question, const RedressReply *reply, GError **error)
{
  g_autoptr (JsonNode) node = redress_engine_parse (reply, error);

  return node != NULL ? question->read (json_node_get_object (node), error) : NULL;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Asked *asked = g_task_get_task_data (task);
  const RedressQuestion *question = asked->question;
  RedressEngine *engine = asked->engine;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  gpointer answer = NULL;

  if (reply != NULL && reply->status != 200)
    error = redress_engine_create_refusal (reply, question->refusals, question->n_refusals);
  else if (reply != NULL)
    answer = read_answer (question, reply, &error);
  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_task_return_pointer (task, answer, question->destroy);
  if (question->changes)
    redress_engine_wake (engine);
}

/* @question: lives as long as the program. */
void
redress_engine_ask (RedressEngine *self,
                    const RedressQuestion *question,
                    const RedressCall *call,
                    GTask *task)
{
  Asked *asked;

  if (redress_engine_refuse_offline (self, task))
    return;
  asked = g_new0 (Asked, 1);
  asked->engine = self;
  asked->question = question;
  g_task_set_task_data (task, asked, g_free);
  redress_http_send_async (self->http, call, g_task_get_cancellable (task), answered_cb, task);
}
