/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/intake-handlers.h"

#include "server/decision-table.h"
#include "server/effect-report.h"
#include "server/event-table.h"
#include "server/intake-run.h"
#include "server/interim-effects.h"
#include "server/refund-chase.h"
#include "wire/json.h"

#define MAX_TEXT 1500
#define LABEL_WITHDRAWN "withdrawn"

/**
 * Awaited:
 * @decision: (owned) (nullable): the decision of the round, if its effects are awaited
 * @interim: (owned) (element-type RedressInterimEffect): what interim verdicts asked for
 */
typedef struct
{
  RedressDecision *decision;
  GPtrArray *interim;
} Awaited;

static void
awaited_clear (Awaited *self)
{
  g_clear_pointer (&self->decision, redress_decision_free);
  g_clear_pointer (&self->interim, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Awaited, awaited_clear)

static gboolean
find_awaited (RedressTicketChange *change, gint64 round, Awaited *awaited, GError **error)
{
  const RedressSummary *summary = change->row->ticket->summary;
  g_autoptr (RedressDecision) decision = NULL;
  g_autoptr (GError) failure = NULL;

  awaited->interim = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_interim_effect_free);
  if (!redress_interim_effects_load (change->connection, summary->id, awaited->interim, error))
    return FALSE;

  decision = redress_decision_table_get (change->connection, summary->id, round, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (decision != NULL && !decision->is_void && round == summary->round &&
      (summary->state == REDRESS_STATE_DECIDED || summary->state == REDRESS_STATE_EFFECTED))
    awaited->decision = g_steal_pointer (&decision);
  return TRUE;
}

static gboolean
was_decided (const RedressDecision *decision, const char *effect)
{
  return decision != NULL && decision->effects != NULL &&
         g_strv_contains ((const char *const *)decision->effects, effect);
}

/* A decision that sets nothing off is over with whatever the platform reports: that the customer
 * was told. */
static gboolean
takes_anything (const RedressDecision *decision)
{
  return decision != NULL && (decision->effects == NULL || decision->effects[0] == NULL);
}

static gboolean
check_names (RedressIntake *intake, const Awaited *awaited, const RedressEffectReport *report)
{
  const RedressDecision *decision = awaited->decision;

  for (guint i = 0; i < report->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (report->events, i);
      gboolean settled = g_str_equal (event->code, REDRESS_REFUND_SETTLED);

      if (was_decided (decision, event->code) || takes_anything (decision) ||
          (settled && decision != NULL) ||
          redress_interim_effects_find (awaited->interim, report->round, event->code) != NULL)
        continue;
      if (decision == NULL)
        return redress_intake_refuse (intake, 409, "state_changed",
                                      "No decision of this round waits for effects", event->code);
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
pays_back (const RedressDecision *decision, RedressPolicy *policy)
{
  for (guint i = 0; decision->effects != NULL && decision->effects[i] != NULL; i++)
    {
      if (redress_policy_is_refund (policy, decision->effects[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
move_ticket (RedressTicketChange *change,
             const RedressDecision *decision,
             RedressPolicy *policy,
             const char *effect_state,
             gboolean is_settled,
             GError **error)
{
  RedressSummary *summary = change->row->ticket->summary;

  redress_ticket_change_mark_failed (change, g_str_equal (effect_state, "failed"));
  if (g_str_equal (effect_state, "done") && summary->state == REDRESS_STATE_DECIDED &&
      !redress_ticket_change_move (change, REDRESS_TRIGGER_EFFECTS_DONE, error))
    return FALSE;
  if (summary->state != REDRESS_STATE_EFFECTED || (!is_settled && pays_back (decision, policy)))
    return TRUE;

  redress_ticket_change_stop_waiting (change);
  return redress_ticket_change_move (change, REDRESS_TRIGGER_REFUND_SETTLED, error);
}

/* Those of @names that @decision set off. */
static GPtrArray *
keep_decided (const RedressDecision *decision, GPtrArray *names)
{
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    {
      if (was_decided (decision, g_ptr_array_index (names, i)))
        g_ptr_array_add (kept, g_ptr_array_index (names, i));
    }
  return kept;
}

static gboolean
apply_decided (RedressTicketChange *change,
               const RedressDecision *decision,
               RedressPolicy *policy,
               const RedressEffectReport *report,
               GError **error)
{
  gint64 id = change->row->ticket->summary->id;
  g_autoptr (GPtrArray) done = keep_decided (decision, report->done);
  g_autoptr (GPtrArray) failed = keep_decided (decision, report->failed);
  g_auto (RedressEffects) before = { 0 };
  g_auto (RedressEffects) after = { 0 };
  const char *effect_state;

  if (!redress_decision_table_get_effects (change->connection, id, decision->round, &before, error))
    return FALSE;

  after.done = unite (before.done, failed, done);
  after.failed = unite (before.failed, done, failed);
  effect_state = after.failed[0] != NULL              ? "failed"
                 : is_complete (decision, after.done) ? "done"
                                                      : "pending";
  return redress_decision_table_set_effects (change->connection, id, decision->round, &after,
                                             effect_state, error) &&
         move_ticket (change, decision, policy, effect_state, report->is_settled, error);
}

/* What a hold waits for is not its time alone: all that it asked for came back. */
static gboolean
is_hold_over (const RedressSummary *summary, GPtrArray *interim, gint64 round)
{
  gboolean asked = FALSE;

  for (guint i = 0; i < interim->len; i++)
    {
      const RedressInterimEffect *effect = g_ptr_array_index (interim, i);

      if (effect->round != round || effect->verdict != REDRESS_VERDICT_HOLD)
        continue;
      if (redress_interim_effect_is_pending (effect))
        return FALSE;
      asked = TRUE;
    }
  return asked && summary->state == REDRESS_STATE_HELD && round == summary->round;
}

static gboolean
apply_interim (RedressTicketChange *change,
               GPtrArray *interim,
               const RedressEffectReport *report,
               GError **error)
{
  const RedressSummary *summary = change->row->ticket->summary;
  gboolean any = FALSE;
  gboolean failed = FALSE;

  for (guint i = 0; i < report->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (report->events, i);
      RedressInterimEffect *effect =
          redress_interim_effects_find (interim, report->round, event->code);

      if (effect == NULL)
        continue;
      any = TRUE;
      failed |= event->trouble;
      if (!redress_interim_effects_report (change->connection, summary->id, effect,
                                           event->trouble ? "failed" : "done", event->at, error))
        return FALSE;
    }

  if (any)
    redress_ticket_change_mark_failed (change, failed);
  if (!any || !is_hold_over (summary, interim, report->round))
    return TRUE;

  redress_ticket_change_stop_waiting (change);
  return redress_ticket_change_move (change, REDRESS_TRIGGER_RESUME, error);
}

static gboolean
add_events (RedressTicketChange *change, const RedressEffectReport *report, GError **error)
{
  gboolean added;

  for (guint i = 0; i < report->events->len; i++)
    {
      if (!redress_event_table_add (change->connection, change->row->ticket->summary->id,
                                    g_ptr_array_index (report->events, i), &added, error))
        return FALSE;
    }
  return TRUE;
}

/* The latest counts, should a refund be sent once more. */
static void
plan_chase (RedressTicketChange *change, RedressPolicy *policy, const RedressEffectReport *report)
{
  for (guint i = 0; !report->is_settled && i < report->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (report->events, i);

      if (redress_policy_is_refund (policy, event->code) && !event->trouble)
        redress_refund_chase_plan (change, policy, event->at);
    }
}

static gboolean
apply_report (RedressIntake *intake,
              RedressTicketChange *change,
              RedressPolicy *policy,
              const RedressEffectReport *report,
              GError **error)
{
  g_auto (Awaited) awaited = { 0 };

  if (!find_awaited (change, report->round, &awaited, error) ||
      !check_names (intake, &awaited, report))
    return FALSE;

  redress_ticket_change_touch (change);
  if (!add_events (change, report, error) ||
      !apply_interim (change, awaited.interim, report, error) ||
      (awaited.decision != NULL &&
       !apply_decided (change, awaited.decision, policy, report, error)))
    return FALSE;

  plan_chase (change, policy, report);
  return TRUE;
}

static gboolean
report_effects (RedressIntake *intake, GError **error)
{
  g_auto (RedressTicketChange) change = { 0 };
  g_auto (RedressEffectReport) report = { 0 };
  g_autoptr (RedressAuditLeaf) leaf = NULL;
  g_autoptr (GError) failure = NULL;
  RedressPolicy *policy = NULL;

  if (!redress_intake_begin_change (intake, &change, &policy, error))
    return FALSE;
  if (!redress_effect_report_read (intake->body, policy, &report, &failure))
    return redress_intake_refuse_error (intake, "invalid", failure);
  if (!apply_report (intake, &change, policy, &report, error))
    return FALSE;

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
