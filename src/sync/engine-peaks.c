/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>

#define MAX_PEAKS 1000

static const RedressRefusal refusals[] = {
  { "peak_overlaps", N_ ("Another peak was declared for part of this time.") },
  { "peak_over", N_ ("The peak is over or was taken back.") },
  { "times_invalid", N_ ("A peak ends after now and lasts at most 30 days.") },
  { "extra_hours_invalid", N_ ("The policy does not allow so many hours.") },
  { "flow_has_no_peak", N_ ("The policy of these tickets knows no peak.") },
  { "note_too_long", N_ ("The reason is longer than 200 characters.") },
};

static gpointer
read_peaks (JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) peaks = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_peak_free);
  JsonArray *array = NULL;

  if (!redress_json_read_array (object, "peaks", TRUE, MAX_PEAKS, &array, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      RedressPeak *peak = JSON_NODE_HOLDS_OBJECT (element)
                              ? redress_peak_from_json (json_node_get_object (element), error)
                              : NULL;

      if (peak == NULL)
        {
          g_prefix_error (error, "peaks[%u]: ", i);
          return NULL;
        }
      g_ptr_array_add (peaks, peak);
    }
  return g_steal_pointer (&peaks);
}

static const RedressQuestion question = {
  .refusals = refusals,
  .n_refusals = G_N_ELEMENTS (refusals),
  .read = read_peaks,
  .destroy = (GDestroyNotify)g_ptr_array_unref,
};

static void
list (RedressEngine *self, GTask *task)
{
  RedressCall call = { .method = "GET", .path = "/v1/peaks" };

  redress_engine_ask (self, &question, &call, task);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RedressEngine *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);

  if (reply != NULL && reply->status != 200)
    error = redress_engine_create_refusal (reply, refusals, G_N_ELEMENTS (refusals));
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  list (self, g_steal_pointer (&task));
  redress_engine_wake (self);
}

static GBytes *
build_body (const RedressPeak *peak)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  redress_json_set_string (object, "flow", peak->flow);
  redress_json_set_time (object, "until", peak->until);
  if (peak->extra_hours > 0)
    json_object_set_int_member (object, "extra_hours", peak->extra_hours);
  redress_json_set_string (object, "note", peak->note);
  json_node_take_object (node, object);
  return redress_json_canonical (node);
}

/* Does what is asked of @peak, and lists all there are then. */
void
redress_engine_peaks (RedressEngine *self,
                      RedressPeakAction action,
                      const RedressPeak *peak,
                      GTask *task)
{
  g_autoptr (GBytes) body = action == REDRESS_PEAK_DECLARE ? build_body (peak) : NULL;
  g_autofree char *path =
      action == REDRESS_PEAK_DECLARE
          ? g_strdup ("/v1/peaks")
          : g_strdup_printf ("/v1/peaks/%" G_GINT64_FORMAT "/%s", peak != NULL ? peak->id : 0,
                             action == REDRESS_PEAK_END ? "end" : "cancel");
  RedressCall call = { .method = "POST", .path = path, .body = body };

  if (action == REDRESS_PEAK_LIST)
    {
      list (self, task);
      return;
    }
  if (redress_engine_refuse_offline (self, task))
    return;
  g_task_set_task_data (task, self, NULL);
  redress_http_send_async (self->http, &call, g_task_get_cancellable (task), done_cb, task);
}
