/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/intake-handlers.h"

#include "server/decision-table.h"
#include "server/event-table.h"
#include "server/intake-run.h"
#include "server/refund-chase.h"
#include "wire/json.h"

#define MAX_EFFECTS 20
#define MAX_NAME 64
#define MAX_TEXT 1500
#define LABEL_FAILED "effect_failed"
#define LABEL_WITHDRAWN "withdrawn"

/* Reported once the money has arrived, which is later than "the refund was sent". */
#define REFUND_SETTLED "refund_settled"

/**
 * Report:
 * @done: (element-type utf8): effects that are done
 * @failed: (element-type utf8): effects that failed
 * @is_settled: the refund arrived
 * @events: (element-type RedressEvent): the report, for the timeline
 */
typedef struct
{
  GPtrArray *done;
  GPtrArray *failed;
  gboolean is_settled;
  GPtrArray *events;
} Report;

static void
report_clear (Report *self)
{
  g_clear_pointer (&self->done, g_ptr_array_unref);
  g_clear_pointer (&self->failed, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Report, report_clear)

static gboolean
is_refund (const char *effect)
{
  return g_str_has_prefix (effect, "refund") || g_str_has_prefix (effect, "return_points");
}

static gboolean
read_effect (JsonObject *object, Report *report, GError **error)
{
  g_autoptr (RedressEvent) event = redress_event_new ();
  g_autofree char *state = NULL;

  if (!redress_json_read_string (object, "name", TRUE, MAX_NAME, &event->code, error) ||
      !redress_json_read_string (object, "state", TRUE, 0, &state, error) ||
      !redress_json_read_time (object, "at", TRUE, &event->at, error) ||
      !redress_json_read_string (object, "text", FALSE, MAX_TEXT, &event->text, error))
    return FALSE;
  if (!g_str_equal (state, "done") && !g_str_equal (state, "failed"))
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "state: has an unknown value");
      return FALSE;
    }

  event->lane = is_refund (event->code) ? REDRESS_LANE_MONEY : REDRESS_LANE_SYSTEM;
  event->trouble = g_str_equal (state, "failed");
  event->source = g_strdup ("platform");
  if (event->trouble)
    g_ptr_array_add (report->failed, g_strdup (event->code));
  else if (g_str_equal (event->code, REFUND_SETTLED))
    report->is_settled = TRUE;
  else
    g_ptr_array_add (report->done, g_strdup (event->code));
  g_ptr_array_add (report->events, g_steal_pointer (&event));
  return TRUE;
}

static gboolean
read_report (JsonObject *body, gint64 *round, Report *report, GError **error)
{
  JsonArray *effects = NULL;

  report->done = g_ptr_array_new_with_free_func (g_free);
  report->failed = g_ptr_array_new_with_free_func (g_free);
  report->events = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_event_free);
  if (!redress_json_read_int (body, "round", TRUE, 1, REDRESS_INTEGER_MAX, round, error) ||
      !redress_json_read_array (body, "effects", TRUE, MAX_EFFECTS, &effects, error))
    return FALSE;

  for (guint i = 0; i < json_array_get_length (effects); i++)
    {
      JsonNode *node = json_array_get_element (effects, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                               "effects: must hold objects");
          return FALSE;
        }
      if (!read_effect (json_node_get_object (node), report, error))
        return FALSE;
    }
  return TRUE;
}

static RedressDecision *
find_decision (RedressIntake *intake, const RedressSummary *summary, gint64 round, GError **error)
{
  g_autoptr (RedressDecision) decision = NULL;
  g_autoptr (GError) failure = NULL;

  decision = redress_decision_table_get (intake->connection, summary->id, round, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (decision != NULL && !decision->is_void && round == summary->round &&
      (summary->state == REDRESS_STATE_DECIDED || summary->state == REDRESS_STATE_EFFECTED))
    return g_steal_pointer (&decision);

  redress_intake_refuse (intake, 409, "state_changed",
                         "No decision of this round waits for effects", NULL);
  return NULL;
}

static gboolean
check_names (RedressIntake *intake, const RedressDecision *decision, const Report *report)
{
  const char *const *effects = (const char *const *)decision->effects;

  for (guint i = 0; effects != NULL && i < report->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (report->events, i);

      if (!g_str_equal (event->code, REFUND_SETTLED) && !g_strv_contains (effects, event->code))
        return redress_intake_refuse (intake, 422, "effect_unknown",
                                      "The decision has no such effect", event->code);
    }
  return TRUE;
}

static gboolean
contains (GPtrArray *names, const char *name)
{
  return g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL);
}

/* Those of @before that are not in @without, and those of @more. */
static char **
unite (char *const *before, GPtrArray *without, GPtrArray *more)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; before != NULL && before[i] != NULL; i++)
    {
      if (!contains (without, before[i]) && !contains (more, before[i]))
        g_strv_builder_add (builder, before[i]);
    }
  for (guint i = 0; i < more->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (more, i));
  return g_strv_builder_end (builder);
}

static gboolean
is_complete (const RedressDecision *decision, char *const *done)
{
  for (guint i = 0; decision->effects != NULL && decision->effects[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *)done, decision->effects[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
pays_back (const RedressDecision *decision)
{
  for (guint i = 0; decision->effects != NULL && decision->effects[i] != NULL; i++)
    {
      if (is_refund (decision->effects[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
move_ticket (RedressTicketChange *change,
             const RedressDecision *decision,
             const char *effect_state,
             gboolean is_settled,
             GError **error)
{
  RedressSummary *summary = change->row->ticket->summary;
  gboolean failed = g_str_equal (effect_state, "failed");

  redress_ticket_change_set_label (change, LABEL_FAILED, failed);
  redress_ticket_change_set_badge (change, REDRESS_BADGE_EFFECT_FAILED, failed);
  if (g_str_equal (effect_state, "done") && summary->state == REDRESS_STATE_DECIDED &&
      !redress_ticket_change_move (change, REDRESS_TRIGGER_EFFECTS_DONE, error))
    return FALSE;
  if (summary->state != REDRESS_STATE_EFFECTED || (!is_settled && pays_back (decision)))
    return TRUE;

  redress_ticket_change_stop_waiting (change);
  return redress_ticket_change_move (change, REDRESS_TRIGGER_REFUND_SETTLED, error);
}

static gboolean
apply_report (RedressTicketChange *change,
              const RedressDecision *decision,
              const Report *report,
              GError **error)
{
  gint64 id = change->row->ticket->summary->id;
  g_auto (RedressEffects) before = { 0 };
  g_auto (RedressEffects) after = { 0 };
  const char *effect_state;
  gboolean added;

  if (!redress_decision_table_get_effects (change->connection, id, decision->round, &before, error))
    return FALSE;

  after.done = unite (before.done, report->failed, report->done);
  after.failed = unite (before.failed, report->done, report->failed);
  effect_state = after.failed[0] != NULL              ? "failed"
                 : is_complete (decision, after.done) ? "done"
                                                      : "pending";
  for (guint i = 0; i < report->events->len; i++)
    {
      if (!redress_event_table_add (change->connection, id, g_ptr_array_index (report->events, i),
                                    &added, error))
        return FALSE;
    }
  redress_ticket_change_touch (change);
  return redress_decision_table_set_effects (change->connection, id, decision->round, &after,
                                             effect_state, error) &&
         move_ticket (change, decision, effect_state, report->is_settled, error);
}

/* The latest counts, should a refund be sent once more. */
static void
plan_chase (RedressTicketChange *change, RedressPolicy *policy, const Report *report)
{
  for (guint i = 0; i < report->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (report->events, i);

      if (is_refund (event->code) && !event->trouble && !g_str_equal (event->code, REFUND_SETTLED))
        redress_refund_chase_plan (change, policy, event->at);
    }
}

static gboolean
report_effects (RedressIntake *intake, GError **error)
{
  g_auto (RedressTicketChange) change = { 0 };
  g_auto (Report) report = { 0 };
  g_autoptr (RedressDecision) decision = NULL;
  g_autoptr (RedressAuditLeaf) leaf = NULL;
  g_autoptr (GError) failure = NULL;
  RedressPolicy *policy = NULL;
  gint64 round = 0;

  if (!read_report (intake->body, &round, &report, &failure))
    return redress_intake_refuse_error (intake, "invalid", failure);
  if (!redress_intake_begin_change (intake, &change, &policy, error))
    return FALSE;

  decision = find_decision (intake, change.row->ticket->summary, round, error);
  if (decision == NULL || !check_names (intake, decision, &report) ||
      !apply_report (&change, decision, &report, error))
    return FALSE;
  if (!report.is_settled)
    plan_chase (&change, policy, &report);

  leaf = redress_audit_leaf_new (intake->platform, "effects", intake->request->account,
                                 intake->request->now);
  g_ptr_array_add (report.done, NULL);
  g_ptr_array_add (report.failed, NULL);
  redress_audit_leaf_add_strv (leaf, "done", (char **)report.done->pdata);
  redress_audit_leaf_add_strv (leaf, "failed", (char **)report.failed->pdata);
  return redress_intake_finish_change (intake, &change, policy, leaf, error);
}

/* The platform's words, for whoever had begun to work on it. */
static gboolean
write_withdrawn (RedressTicketChange *change, const char *text, GError **error)
{
  g_autoptr (RedressEvent) event = redress_event_new ();
  gboolean added;

  event->at = change->now;
  event->lane = REDRESS_LANE_CUSTOMER;
  event->code = g_strdup (LABEL_WITHDRAWN);
  event->text = g_strdup (text);
  event->source = g_strdup ("platform");
  return redress_event_table_add (change->connection, change->row->ticket->summary->id, event,
                                  &added, error);
}

static gboolean
withdraw (RedressIntake *intake, GError **error)
{
  g_auto (RedressTicketChange) change = { 0 };
  g_autoptr (RedressAuditLeaf) leaf = NULL;
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  RedressPolicy *policy = NULL;

  if (!redress_json_read_string (intake->body, "text", FALSE, MAX_TEXT, &text, &failure))
    return redress_intake_refuse_error (intake, "invalid", failure);
  if (!redress_intake_begin_change (intake, &change, &policy, error))
    return FALSE;
  if (!redress_ticket_change_move (&change, REDRESS_TRIGGER_WITHDRAW, &failure))
    return redress_intake_refuse (intake, 409, "state_changed", "The ticket is closed",
                                  failure->message);

  redress_ticket_change_free_claim (&change);
  redress_ticket_change_stop_waiting (&change);
  redress_ticket_change_set_label (&change, LABEL_WITHDRAWN, TRUE);
  if (!write_withdrawn (&change, text, error))
    return FALSE;

  leaf = redress_audit_leaf_new (intake->platform, "withdraw", intake->request->account,
                                 intake->request->now);
  return redress_intake_finish_change (intake, &change, policy, leaf, error);
}

/**
 * redress_handle_report_effects:
 * @request: POST /v1/platforms/{platform}/tickets/{external_id}/effects
 * @response: (out): the answer
 */
void
redress_handle_report_effects (RedressRequest *request, RedressResponse *response)
{
  redress_intake_run (request, response, report_effects);
}

/**
 * redress_handle_withdraw:
 * @request: POST /v1/platforms/{platform}/tickets/{external_id}/withdraw
 * @response: (out): the answer
 */
void
redress_handle_withdraw (RedressRequest *request, RedressResponse *response)
{
  redress_intake_run (request, response, withdraw);
}
