/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/claim.h"
#include "core/kind.h"
#include "core/race.h"
#include "core/state.h"

G_BEGIN_DECLS

/**
 * RedressBadges:
 * @REDRESS_BADGE_RACE: the order may have been dispatched while the customer cancelled
 * @REDRESS_BADGE_COMPLAINT: an outside complaint (12315) was announced
 * @REDRESS_BADGE_NEW_EVIDENCE: evidence came after the last decision or claim
 * @REDRESS_BADGE_EFFECT_FAILED: the platform could not carry the decision out
 * @REDRESS_BADGE_ONLINE_ONLY: the policy forbids offline verdicts for this ticket
 * @REDRESS_BADGE_FOUR_EYES: a second approval will be needed
 * @REDRESS_BADGE_SUPERVISOR: level is supervisor
 * @REDRESS_BADGE_PAUSED: its clock stands still while it waits
 * @REDRESS_BADGE_PEAK: a declared peak stretched its clock
 * @REDRESS_BADGE_DUPLICATE: another request for the same order came
 * @REDRESS_BADGE_REUSED_FILE: a file of the customer lies in a ticket of another order, too
 * @REDRESS_BADGE_INCIDENT: it is one of many of one cause
 */
typedef enum
{
  REDRESS_BADGE_RACE = 1 << 0,
  REDRESS_BADGE_COMPLAINT = 1 << 1,
  REDRESS_BADGE_NEW_EVIDENCE = 1 << 2,
  REDRESS_BADGE_EFFECT_FAILED = 1 << 3,
  REDRESS_BADGE_ONLINE_ONLY = 1 << 4,
  REDRESS_BADGE_FOUR_EYES = 1 << 5,
  REDRESS_BADGE_SUPERVISOR = 1 << 6,
  REDRESS_BADGE_PAUSED = 1 << 7,
  REDRESS_BADGE_PEAK = 1 << 8,
  REDRESS_BADGE_DUPLICATE = 1 << 9,
  REDRESS_BADGE_REUSED_FILE = 1 << 10,
  REDRESS_BADGE_INCIDENT = 1 << 11,
} RedressBadges;

#define REDRESS_N_BADGES 12

/**
 * RedressIncident:
 * @name: of the part of the policy that says what makes tickets alike
 * @values: (nullable): of the facts they are alike in
 * @since: when the first of them was opened
 *
 * Many tickets of one cause. How many there are is counted where they are, for it changes with
 * each of them.
 */
typedef struct
{
  gint64 id;
  char *name;
  char **values;
  RedressTime since;
} RedressIncident;

RedressIncident *redress_incident_new (void);
RedressIncident *redress_incident_copy (const RedressIncident *self);
void redress_incident_free (RedressIncident *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressIncident, redress_incident_free)

#define REDRESS_TYPE_SUMMARY (redress_summary_get_type ())
G_DECLARE_FINAL_TYPE (RedressSummary, redress_summary, REDRESS, SUMMARY, GObject)

/**
 * RedressSummary:
 *
 * What a queue row, a filter and a search need of a ticket. Fields are set while it is built
 * and never after it was shared. On the wire each member has the name of its field.
 */
struct _RedressSummary
{
  GObject parent_instance;

  gint64 id;
  char *platform; /* "kameng" */
  char *flow;     /* "kameng-virtual" */
  RedressKind kind;
  char *external_id; /* the platform's number of the request */
  char *order_no;    /* the platform's number of the order */
  RedressState state;
  gint64 rev;     /* grows with every change: which copy is newer */
  gint64 version; /* grows when something changes that a decision rests on */
  gint64 round;
  RedressTime opened_at;
  RedressTime due_at;
  char *due_rule; /* name of the clock in the policy */
  gboolean due_provisional;
  RedressAmount amount;
  char *customer_ref;
  char *customer_name;
  char *reason_code;
  char *reason_text;         /* the customer's own words, cut to 120 characters */
  char *title;               /* what was bought, short */
  guint badges;              /* RedressBadges */
  RedressClaim *claim;       /* (nullable) */
  RedressRace *race;         /* (nullable): the order may ship within minutes */
  char **labels;             /* (nullable) */
  RedressIncident *incident; /* (owned) (nullable) */
  RedressTime closed_at;     /* REDRESS_TIME_UNKNOWN while unfinished */
};

RedressSummary *redress_summary_new (void);
const char *redress_badge_to_string (guint badge);
guint redress_badge_from_string (const char *text);

G_END_DECLS
