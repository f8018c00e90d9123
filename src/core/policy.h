/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/deadline.h"
#include "core/evidence.h"
#include "core/kind.h"
#include "core/text.h"
#include "core/value.h"
#include "core/verdict.h"

G_BEGIN_DECLS

/**
 * RedressPolicy:
 *
 * One version of the rules of one flow, as read from its JSON file. Immutable once loaded.
 * Numbers that come from a platform live here and never in code.
 */
typedef struct _RedressPolicy RedressPolicy;

/**
 * RedressCondition:
 *
 * What a rule asks of a ticket. Its inside is in core/policy-build.h.
 */
typedef struct _RedressCondition RedressCondition;

typedef enum
{
  REDRESS_FACT_BOOLEAN,
  REDRESS_FACT_INTEGER,
  REDRESS_FACT_TIME,
  REDRESS_FACT_TEXT,
} RedressFactType;

/* A fact that tickets of the flow may carry. */
typedef struct
{
  char *name;
  RedressFactType type;
  char *unit;   /* (nullable) "fen", "points", "count", "days" */
  char *source; /* who is asked for it: "customer", "platform" */
  RedressSensitivity sensitivity;
  gboolean searchable; /* tickets are found by its value */
  RedressText label;
  RedressText help;
  GHashTable *values; /* (nullable) (element-type utf8 RedressText): labels of codes */
} RedressFactSpec;

/* One line of "claim and log": what the customer says beside what the platform's log says. */
typedef struct
{
  char *id;
  RedressText label;
  char *claim;          /* fact name */
  char *log;            /* fact name */
  gint64 tolerance;     /* may differ by this much and still agree; times in microseconds */
  gboolean contradicts; /* a difference here is a contradiction, not just a difference */
} RedressComparison;

typedef struct
{
  char *id; /* "channel_log" */
  char *holder;
  RedressSensitivity sensitivity;
  RedressText label;
  char **grounds; /* (nullable): codes of the customer's grounds that need it; NULL: all */
  gboolean required;
} RedressSlot;

/* A reason an agent gives for a verdict. */
typedef struct
{
  char *code;
  RedressVerdictSet verdicts;
  RedressText label;
} RedressReason;

/* Why a customer asks (the ground). */
typedef struct
{
  char *code;
  RedressText label;
} RedressGround;

/* Message to the customer for a verdict; blanks are {name}. */
typedef struct
{
  RedressVerdict verdict;
  char *reason; /* (nullable): reason code; NULL: any */
  guint kinds;  /* (bits of RedressKind): 0: all */
  RedressText text;
} RedressTemplate;

/**
 * RedressLegal:
 * @owner: who answers for the words: "Legal counsel"
 * @claim: (nullable): fact by which a customer quotes it; no rule may rest on that fact
 *
 * A text of the law or of the platform's terms.
 */
typedef struct
{
  char *id; /* "outside_help"; messages write {legal.outside_help} */
  RedressText owner;
  RedressText title;
  RedressText text;
  char *claim;
} RedressLegal;

/* What runs out when a clock runs out. */
typedef enum
{
  REDRESS_CLOCK_TICKET,   /* the ticket is due */
  REDRESS_CLOCK_EVIDENCE, /* the platform owes what it was asked for */
  REDRESS_CLOCK_REFUND,   /* a refund should have arrived */
  REDRESS_CLOCK_REPLY,    /* we owe the customer a first word, such as an answer to a mail */
  REDRESS_CLOCK_FACT,     /* nothing of ours: until when, or from when, something is so */
} RedressClockPurpose;

/**
 * RedressPolicyClock:
 * @least: of a window such as 1 to 3 days its near end; 0: none. @amount is the far one
 * @pauses: (bits of RedressState): where the clock of a ticket stands still
 * @peak_hours: how much a declared peak may stretch it; 0: not at all
 */
typedef struct
{
  char *name;
  RedressClockPurpose purpose;
  gint64 least;
  gint64 amount;
  RedressSpanUnit unit;
  guint pauses;
  gint64 peak_hours;
  char *calendar;         /* (nullable) */
  char *from;             /* event code, "opened", "asked", or a fact */
  char **payment_methods; /* (nullable): of a refund clock; NULL: all */
  char *ground; /* (nullable): of a refund clock: of the ticket that opens when it is over */
  RedressKind kind;
  RedressText label;
  gint64 soon_minutes;
} RedressPolicyClock;

typedef enum
{
  REDRESS_GOOD_WHEN_MATCH,
  REDRESS_GOOD_WHEN_NO_MATCH,
  REDRESS_GOOD_WHEN_NEITHER,
} RedressGoodWhen;

typedef enum
{
  REDRESS_OUTCOME_NO_MATCH,
  REDRESS_OUTCOME_MATCH,
  REDRESS_OUTCOME_UNKNOWN,
} RedressOutcome;

/**
 * RedressRule:
 * @phase: 1 completeness, 2 limits, 3 verdict, 4 overlay
 * @recommended: first of its verdicts; NONE for an overlay
 * @kinds: (bits of RedressKind): kinds of tickets it is for; 0: all. For other tickets it is
 *   not evaluated and makes no finding
 * @verdicts: every verdict it permits
 * @order: the same in the order of the file, ended by NONE. What stands after escalate is for
 *   supervisors alone
 * @reason: (nullable): reason code it proposes for @recommended
 * @amount: (nullable): fact whose value is the amount proposed with @recommended
 * @needs: slots it rests on
 * @effects: what @recommended sets off, such as "revoke_secret"; of an overlay: what it adds
 * @effects_of: (nullable elements): effects of each verdict
 * @cites: note ids of docs/domain.md
 * @title: a condition, such as "Cancel count within limit"
 * @why: said where the rule matches; {blanks} are names of facts
 * @why_not: (may be empty): said where it does not
 * @why_unknown: (may be empty): said where nobody knows
 * @when: what it asks of a ticket
 */
typedef struct
{
  char *id; /* "R-KM-4" */
  int phase;
  gboolean enabled;
  guint kinds;
  RedressGoodWhen good_when;
  RedressVerdict recommended;
  RedressVerdictSet verdicts;
  RedressVerdict order[REDRESS_N_VERDICTS];
  char *reason;
  char *amount;
  char **needs;
  char **effects;
  char **effects_of[REDRESS_N_VERDICTS];
  char **cites;
  RedressText title;
  RedressText why;
  RedressText why_not;
  RedressText why_unknown;
  RedressCondition *when;
} RedressRule;

/**
 * RedressIncidentSpec:
 * @by: facts in which tickets have to be alike, all of them texts
 * @least: so many alike, opened within @hours of each other, are an incident
 * @kinds: (bits of RedressKind): kinds of tickets it looks at; 0: all
 */
typedef struct
{
  char *name;
  RedressText label; /* "Payment fails" */
  char **by;
  gint64 least;
  gint64 hours;
  guint kinds;
} RedressIncidentSpec;

/* Whether a verdict may be made without a connection. */
typedef enum
{
  REDRESS_OFFLINE_ALLOWED,
  REDRESS_OFFLINE_FORBIDDEN, /* needs the live order state */
} RedressOfflineClass;

RedressPolicy *redress_policy_ref (RedressPolicy *self);
void redress_policy_unref (RedressPolicy *self);

const char *redress_policy_get_flow (RedressPolicy *self);
const char *redress_policy_get_platform (RedressPolicy *self);
gint64 redress_policy_get_version (RedressPolicy *self);
/* Tickets opened before are not judged by it; REDRESS_TIME_UNKNOWN: the file does not say. */
RedressTime redress_policy_get_valid_from (RedressPolicy *self);
/* SHA-256 of the file's bytes, 64 hex digits: the policy's identity. */
const char *redress_policy_get_sha256 (RedressPolicy *self);
const RedressText *redress_policy_get_title (RedressPolicy *self);
const RedressText *redress_policy_get_platform_title (RedressPolicy *self);
/* One or two letters for the platform's tile: 卡 铁 菜 B. */
const char *redress_policy_get_tile (RedressPolicy *self);
RedressOfflineClass redress_policy_get_offline_class (RedressPolicy *self);
/* What the flow's amounts count. */
RedressUnit redress_policy_get_unit (RedressPolicy *self);
/* A number of the policy, such as "four_eyes_amount" or "offline_max_amount" (the largest amount
 * that may be decided offline). */
gint64 redress_policy_get_limit (RedressPolicy *self, const char *name, gint64 otherwise);
/* (nullable): the effect that undoes @effect after an appeal. */
const char *redress_policy_get_reversal (RedressPolicy *self, const char *effect);
/* (nullable): the fact with the state that customers see, in flows whose orders may race. */
const char *redress_policy_get_race_label (RedressPolicy *self);
gboolean redress_policy_is_refund (RedressPolicy *self, const char *effect);

/* Once, before the policy is shared; without it plus_working_days is unknown. */
void redress_policy_set_calendar (RedressPolicy *self, RedressCalendar *calendar);
/* (transfer none) (nullable) */
RedressCalendar *redress_policy_get_calendar (RedressPolicy *self);

/* (transfer none) arrays, in file order. */
GPtrArray *redress_policy_get_facts (RedressPolicy *self);       /* RedressFactSpec */
GPtrArray *redress_policy_get_comparisons (RedressPolicy *self); /* RedressComparison */
GPtrArray *redress_policy_get_slots (RedressPolicy *self);       /* RedressSlot */
GPtrArray *redress_policy_get_reasons (RedressPolicy *self);     /* RedressReason */
GPtrArray *redress_policy_get_grounds (RedressPolicy *self);     /* RedressGround */
GPtrArray *redress_policy_get_templates (RedressPolicy *self);   /* RedressTemplate */
GPtrArray *redress_policy_get_clocks (RedressPolicy *self);      /* RedressPolicyClock */
GPtrArray *redress_policy_get_rules (RedressPolicy *self);       /* RedressRule */
GPtrArray *redress_policy_get_legal (RedressPolicy *self);       /* RedressLegal */
GPtrArray *redress_policy_get_incidents (RedressPolicy *self);   /* RedressIncidentSpec */

const RedressFactSpec *redress_policy_find_fact (RedressPolicy *self, const char *name);
const RedressReason *redress_policy_find_reason (RedressPolicy *self, const char *code);
const RedressGround *redress_policy_find_ground (RedressPolicy *self, const char *code);
const RedressSlot *redress_policy_find_slot (RedressPolicy *self, const char *id);
const RedressLegal *redress_policy_find_legal (RedressPolicy *self, const char *id);
const RedressRule *redress_policy_find_rule (RedressPolicy *self, const char *id);
const RedressPolicyClock *redress_policy_find_clock (RedressPolicy *self, RedressKind kind);
/* (nullable): how long a refund by this payment method may take. */
const RedressPolicyClock *redress_policy_find_refund_clock (RedressPolicy *self,
                                                            const char *payment_method);
/* (nullable): how long the platform may take to send what it was asked for. */
const RedressPolicyClock *redress_policy_find_evidence_clock (RedressPolicy *self,
                                                              RedressKind kind);
/* (nullable): the template that fits best. */
const RedressTemplate *redress_policy_find_template (RedressPolicy *self,
                                                     RedressKind kind,
                                                     RedressVerdict verdict,
                                                     const char *reason);
/* Label of an order state code in this flow; the code itself where there is none. */
const char *
redress_policy_get_order_state_label (RedressPolicy *self, const char *state, const char *language);
/* Label of any other code ("payment_method", "tier", "event", "effect", "holder"). */
const char *redress_policy_get_code_label (RedressPolicy *self,
                                           const char *group,
                                           const char *code,
                                           const char *language);

/* (transfer full): "¥1,299.00", "55,300 points". */
char *redress_amount_format (const RedressAmount *self, const char *language);
/* (transfer none) (nullable): label of a fact, a derived fact or a built-in name. */
const RedressText *redress_policy_get_name_label (RedressPolicy *self, const char *name);
/* (transfer full): a value as people read it: "¥328.00", "55,300", "16 Nov 16:31:09", "no". */
char *redress_policy_format_value (RedressPolicy *self,
                                   const char *name,
                                   const RedressValue *value,
                                   const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressPolicy, redress_policy_unref)

G_END_DECLS
