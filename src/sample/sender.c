/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/sender.h"

#include "core/error.h"
#include "sample/delivery.h"
#include "sample/generate.h"
#include "wire/json.h"
#include "wire/messages.h"

#define FIRST_WAIT_MS 200
#define LONGEST_WAIT_MS 20000
#define MAX_TRIES 9

typedef struct
{
  const RedressSendPlan *plan;
  RedressSendProgress progress;
  gpointer progress_data;
  SoupSession *session;
  RedressSendTally *tally;
  GSource *pace; /* (owned) (nullable): the next start, where a rate is given */
  guint64 next;
  guint n_running;
  GError *error; /* (owned) (nullable): what stopped it; the rest comes home first */
  gboolean returned;
} Sending;

/* One ticket on its way: first itself, then its files, one after the other. */
typedef struct
{
  GTask *task; /* (owned) */
  RedressCase *made;
  guint64 index;
  guint step; /* 0: the ticket, n: piece n - 1 */
  guint tries;
} Parcel;

static void start_more (GTask *task);
static void send_step (Parcel *parcel);

void
redress_send_tally_free (RedressSendTally *self)
{
  g_free (self->first_problem);
  g_free (self);
}

/* The plan may be gone as soon as the task has returned. */
static void
stop_pace (Sending *sending)
{
  if (sending->pace != NULL)
    g_source_destroy (sending->pace);
  g_clear_pointer (&sending->pace, g_source_unref);
}

static void
sending_free (Sending *sending)
{
  stop_pace (sending);
  g_clear_object (&sending->session);
  g_clear_pointer (&sending->tally, redress_send_tally_free);
  g_clear_error (&sending->error);
  g_free (sending);
}

static void
parcel_free (Parcel *parcel)
{
  redress_case_free (parcel->made);
  g_object_unref (parcel->task);
  g_free (parcel);
}

/* @error: (transfer full): the first one counts */
static void
give_up (GTask *task, GError *error)
{
  Sending *sending = g_task_get_task_data (task);

  if (sending->error == NULL)
    sending->error = error;
  else
    g_error_free (error);
}

static void
finish_parcel (Parcel *parcel)
{
  g_autoptr (GTask) task = g_object_ref (parcel->task);
  Sending *sending = g_task_get_task_data (task);

  parcel_free (parcel);
  sending->n_running--;
  if (sending->error == NULL && sending->progress != NULL)
    sending->progress (sending->tally, sending->progress_data);
  start_more (task);
}

static gboolean
retry_cb (gpointer data)
{
  Parcel *parcel = data;
  Sending *sending = g_task_get_task_data (parcel->task);

  if (sending->error == NULL)
    send_step (parcel);
  else
    finish_parcel (parcel);
  return G_SOURCE_REMOVE;
}

static void
retry_later (Parcel *parcel, SoupMessage *message)
{
  g_autoptr (GSource) source = NULL;
  const char *after =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint wait = MIN (FIRST_WAIT_MS << parcel->tries, LONGEST_WAIT_MS);

  if (after != NULL)
    wait = (guint)CLAMP (g_ascii_strtoull (after, NULL, 10) * 1000, wait, LONGEST_WAIT_MS);
  parcel->tries++;
  source = g_timeout_source_new (wait);
  g_source_set_callback (source, retry_cb, parcel, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static gboolean
may_work_later (guint status)
{
  return status == 0 || status == 408 || status == 425 || status == 429 || status >= 500;
}

/* What the server said, in one line. */
static char *
describe (Parcel *parcel, guint status, GBytes *answer)
{
  gsize length = 0;
  const char *data = answer != NULL ? g_bytes_get_data (answer, &length) : "";
  g_autoptr (JsonNode) node =
      redress_json_parse (data, length, &redress_json_limits_response, NULL);
  g_autoptr (RedressProblem) problem =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node)
          ? redress_problem_from_json (json_node_get_object (node), NULL)
          : NULL;

  return g_strdup_printf ("ticket %" G_GUINT64_FORMAT " (%s), %s: %u %s %s", parcel->index,
                          parcel->made->plot, parcel->step == 0 ? "itself" : "a file", status,
                          problem != NULL ? problem->code : "",
                          problem != NULL && problem->detail != NULL ? problem->detail : "");
}

static void
count_answer (Parcel *parcel, guint status, GBytes *answer)
{
  Sending *sending = g_task_get_task_data (parcel->task);
  RedressSendTally *tally = sending->tally;

  /* A ticket or file of an earlier run; the ticket may be decided by now. */
  if (status == 409)
    tally->known += parcel->step == 0;
  else if (status >= 400)
    {
      tally->refused++;
      if (tally->first_problem == NULL)
        tally->first_problem = describe (parcel, status, answer);
    }
  else if (parcel->step > 0)
    tally->files++;
  else if (status == 201)
    tally->tickets++;
  else
    tally->known++;
}

static gboolean
has_more (Parcel *parcel, guint status)
{
  Sending *sending = g_task_get_task_data (parcel->task);
  gboolean wanted = parcel->index - sending->plan->first < sending->plan->with_evidence;

  if (parcel->step == 0 && status >= 400)
    return FALSE;
  return wanted && parcel->step < parcel->made->pieces->len;
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Parcel *parcel = data;
  Sending *sending = g_task_get_task_data (parcel->task);
  g_autoptr (SoupMessage) message =
      g_object_ref (soup_session_get_async_result_message (SOUP_SESSION (source), result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer =
      soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);
  guint status = error == NULL ? soup_message_get_status (message) : 0;

  if (may_work_later (status) && parcel->tries < MAX_TRIES && sending->error == NULL &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      retry_later (parcel, message);
      return;
    }
  if (error != NULL)
    give_up (parcel->task, g_steal_pointer (&error));
  else if (status == 401 || status == 403 || may_work_later (status))
    {
      g_autofree char *what = describe (parcel, status, answer);

      give_up (parcel->task,
               g_error_new (REDRESS_ERROR,
                            may_work_later (status) ? REDRESS_ERROR_RETRY : REDRESS_ERROR_FORBIDDEN,
                            "%s", what));
    }
  else
    count_answer (parcel, status, answer);
  if (sending->error != NULL || !has_more (parcel, status))
    {
      finish_parcel (parcel);
      return;
    }
  parcel->step++;
  parcel->tries = 0;
  send_step (parcel);
}

static void
send_step (Parcel *parcel)
{
  Sending *sending = g_task_get_task_data (parcel->task);
  const RedressSendPlan *plan = sending->plan;
  const char *key = g_hash_table_lookup (plan->keys, parcel->made->ticket->summary->platform);
  g_autoptr (SoupMessage) message = NULL;

  if (parcel->step == 0)
    message = redress_delivery_ticket (plan->server, key, parcel->made);
  else
    message = redress_delivery_piece (plan->server, key, parcel->made,
                                      g_ptr_array_index (parcel->made->pieces, parcel->step - 1));
  soup_session_send_and_read_async (sending->session, message, G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (parcel->task), answer_cb, parcel);
}

static void
start_one (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);
  Parcel *parcel = g_new0 (Parcel, 1);
  const char *platform;

  parcel->task = g_object_ref (task);
  parcel->index = sending->plan->first + sending->next++;
  parcel->made = redress_sample_generate (sending->plan->seed, parcel->index, sending->plan->now);
  if (!sending->plan->with_originals)
    g_clear_pointer (&parcel->made->previous_external_id, g_free);
  platform = parcel->made->ticket->summary->platform;
  sending->n_running++;
  if (g_hash_table_contains (sending->plan->keys, platform))
    {
      send_step (parcel);
      return;
    }
  give_up (task, g_error_new (REDRESS_ERROR, REDRESS_ERROR_INVALID,
                              "There is no key for the platform %s", platform));
  finish_parcel (parcel);
}

static gboolean
may_start (Sending *sending)
{
  return !sending->returned && sending->error == NULL && sending->n_running < sending->plan->jobs &&
         sending->next < sending->plan->count;
}

static gboolean
pace_cb (gpointer data)
{
  GTask *task = data;

  if (may_start (g_task_get_task_data (task)))
    start_one (task);
  return G_SOURCE_CONTINUE;
}

static void
start_more (GTask *task)
{
  Sending *sending = g_task_get_task_data (task);

  while (sending->plan->rate == 0 && may_start (sending))
    start_one (task);
  if (sending->returned || sending->n_running > 0 ||
      (sending->error == NULL && sending->next < sending->plan->count))
    return;
  sending->returned = TRUE;
  stop_pace (sending);
  if (sending->error != NULL)
    g_task_return_error (task, g_steal_pointer (&sending->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&sending->tally),
                           (GDestroyNotify)redress_send_tally_free);
}

/**
 * redress_sample_send_async:
 *
 * Makes the tickets one by one and hands them in by the real intake, so that a million need
 * no more memory than a few. What may work later is tried again with the same key.
 */
void
redress_sample_send_async (const RedressSendPlan *plan,
                           RedressSendProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Sending *sending = g_new0 (Sending, 1);

  g_task_set_source_tag (task, redress_sample_send_async);
  g_task_set_task_data (task, sending, (GDestroyNotify)sending_free);
  sending->plan = plan;
  sending->progress = progress;
  sending->progress_data = progress_data;
  sending->tally = g_new0 (RedressSendTally, 1);
  sending->session = soup_session_new_with_options (
      "max-conns", (int)plan->jobs, "max-conns-per-host", (int)plan->jobs, "timeout", 60, NULL);
  if (plan->rate > 0 && plan->count > 0)
    {
      sending->pace = g_timeout_source_new (MAX (1000 / plan->rate, 1));
      g_source_set_callback (sending->pace, pace_cb, g_object_ref (task), g_object_unref);
      g_source_attach (sending->pace, g_main_context_get_thread_default ());
    }
  start_more (task);
}

/**
 * redress_sample_send_finish:
 *
 * Returns: (transfer full): what was sent, or %NULL with the error that stopped it
 */
RedressSendTally *
redress_sample_send_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
