/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/summary.h"

#include "core/names.h"

static const char *const badge_names[REDRESS_N_BADGES] = {
  "race",       "complaint", "new_evidence", "effect_failed", "online_only", "four_eyes",
  "supervisor", "paused",    "peak",         "duplicate",     "reused_file", "incident",
};

G_DEFINE_FINAL_TYPE (RedressSummary, redress_summary, G_TYPE_OBJECT)

static void
redress_summary_finalize (GObject *object)
{
  RedressSummary *self = REDRESS_SUMMARY (object);

  g_free (self->platform);
  g_free (self->flow);
  g_free (self->external_id);
  g_free (self->order_no);
  g_free (self->due_rule);
  g_free (self->customer_ref);
  g_free (self->customer_name);
  g_free (self->reason_code);
  g_free (self->reason_text);
  g_free (self->title);
  redress_claim_free (self->claim);
  redress_race_free (self->race);
  g_strfreev (self->labels);
  redress_incident_free (self->incident);

  G_OBJECT_CLASS (redress_summary_parent_class)->finalize (object);
}

static void
redress_summary_class_init (RedressSummaryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_summary_finalize;
}

static void
redress_summary_init (RedressSummary *self)
{
  self->opened_at = REDRESS_TIME_UNKNOWN;
  self->due_at = REDRESS_TIME_UNKNOWN;
  self->closed_at = REDRESS_TIME_UNKNOWN;
}

/**
 * redress_summary_new:
 *
 * Returns: (transfer full): an empty summary, to be filled before it is shared
 */
RedressSummary *
redress_summary_new (void)
{
  return g_object_new (REDRESS_TYPE_SUMMARY, NULL);
}

/**
 * redress_badge_to_string:
 * @badge: exactly one of #RedressBadges
 *
 * Returns: (transfer none): its word
 */
const char *
redress_badge_to_string (guint badge)
{
  g_return_val_if_fail (badge != 0 && (badge & (badge - 1)) == 0, "");

  return redress_names_get (badge_names, REDRESS_N_BADGES, (guint)g_bit_nth_lsf (badge, -1));
}

/**
 * redress_badge_from_string:
 * @text: (nullable): a word
 *
 * Returns: one of #RedressBadges, or 0 if no badge has this word
 */
guint
redress_badge_from_string (const char *text)
{
  int found = redress_names_find (badge_names, REDRESS_N_BADGES, text);

  return found < 0 ? 0 : 1u << found;
}
