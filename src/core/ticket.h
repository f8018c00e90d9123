/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/decision.h"
#include "core/event.h"
#include "core/evidence.h"
#include "core/fact.h"
#include "core/interim-effect.h"
#include "core/related.h"
#include "core/summary.h"

G_BEGIN_DECLS

/**
 * RedressOrderLine:
 */
typedef struct
{
  char *title;
  gint64 quantity;
  RedressAmount amount;
} RedressOrderLine;

/**
 * RedressOrder:
 * @payment_method: code such as "wechat", "alipay", "bank_card", "points"
 */
typedef struct
{
  char *number;
  char *title;
  GPtrArray *lines; /* (owned) (element-type RedressOrderLine) */
  RedressAmount paid;
  char *payment_method;
  char *state;             /* state now, code */
  char *state_at_request;  /* state when the customer asked, code */
  RedressTime state_as_of; /* when the platform said what the state now is */
  RedressTime placed_at;
  RedressTime requested_at;
} RedressOrder;

/**
 * RedressCustomer:
 */
typedef struct
{
  char *ref;
  char *display_name;
  char *tier;
  char *language; /* (nullable): that the customer reads, BCP 47; NULL: nobody said */
  gint64 cancels_90d;
  GPtrArray *history; /* (owned) (element-type RedressHistoryItem) */
} RedressCustomer;

/**
 * RedressHistoryItem:
 *
 * An earlier ticket of the same customer.
 */
typedef struct
{
  gint64 ticket;
  RedressKind kind;
  RedressState state;
  RedressVerdict verdict;
  char *title;
  RedressTime opened_at;
} RedressHistoryItem;

/**
 * RedressNote:
 *
 * A colleague's note.
 */
typedef struct
{
  char *actor;
  char *actor_name;
  RedressTime at;
  char *text;
} RedressNote;

/**
 * RedressWait:
 * @state: waiting_customer, waiting_platform or held
 * @until: %REDRESS_TIME_UNKNOWN while it lasts
 *
 * A time in which nobody could decide the ticket. Whether its clock stood still is the policy's
 * to say.
 */
typedef struct
{
  RedressState state;
  RedressTime from;
  RedressTime until;
} RedressWait;

/**
 * RedressPeak:
 * @flow: whose tickets it is about
 * @extra_hours: how much it stretches a clock at most; 0: as much as the policy lets it
 * @actor_name: who declared it
 * @note: why
 * @cancelled_at: %REDRESS_TIME_UNKNOWN: it counts
 *
 * A time in which so much came in that clocks may run longer.
 */
typedef struct
{
  gint64 id;
  char *flow;
  RedressTime from;
  RedressTime until;
  gint64 extra_hours;
  char *actor;
  char *actor_name;
  char *note;
  RedressTime declared_at;
  RedressTime cancelled_at;
} RedressPeak;

#define REDRESS_TYPE_TICKET (redress_ticket_get_type ())
G_DECLARE_FINAL_TYPE (RedressTicket, redress_ticket, REDRESS, TICKET, GObject)

/**
 * RedressTicket:
 *
 * A ticket with everything a case page shows. Fields are set while it is built and never
 * after it was shared. On the wire each member has the name of its field; the members of
 * @summary stand beside the others.
 */
struct _RedressTicket
{
  GObject parent_instance;

  RedressSummary *summary;
  RedressOrder order;
  RedressCustomer customer;
  char *reason_full;          /* the customer's own words, whole */
  char *reason_language;      /* BCP 47 */
  GPtrArray *facts;           /* (owned) (element-type RedressFact), sorted by name */
  GPtrArray *events;          /* (owned) (element-type RedressEvent), sorted by time */
  GPtrArray *evidence;        /* (owned) (element-type RedressEvidence), as received */
  GPtrArray *decisions;       /* (owned) (element-type RedressDecision), by round */
  GPtrArray *interim_effects; /* (owned) (element-type RedressInterimEffect), by round and time */
  GPtrArray *notes;           /* (owned) (element-type RedressNote), by time */
  GPtrArray *waits;           /* (owned) (element-type RedressWait), by time */
  GPtrArray *peaks;           /* (owned) (element-type RedressPeak), by time: those of the flow */
  GPtrArray *related;         /* (owned) (element-type RedressRelatedTicket), newest first */
  gint64 previous_ticket;     /* 0: none. Appeal -> original */
  RedressDecision *previous_decision; /* (owned) (nullable): the one of it that stands */
  gint64 paid_back;       /* what decisions before an appeal grant, in the unit of the ticket */
  gint64 policy_version;  /* which version of the flow's policy judges it */
  RedressTime hold_until; /* REDRESS_TIME_UNKNOWN: not held */
};

RedressTicket *redress_ticket_new (void);
/* (nullable): a fact by its name. */
const RedressFact *redress_ticket_find_fact (RedressTicket *self, const char *name);
/* (nullable): evidence by the digest of its original. */
const RedressEvidence *redress_ticket_find_evidence (RedressTicket *self, const char *sha256);
/* The language of what the customer reads, of those that policies have. */
const char *redress_ticket_get_language (RedressTicket *self);
/* Sorts facts by name and events by time; call once after filling. */
void redress_ticket_seal (RedressTicket *self);
/* "T-42" */
char *redress_ticket_format_id (gint64 id);
gboolean redress_ticket_parse_id (const char *text, gint64 *id);

RedressOrderLine *redress_order_line_new (void);
void redress_order_line_free (RedressOrderLine *self);
/* For orders and customers that stand in a variable: init or all zero, then clear. */
void redress_order_init (RedressOrder *self);
void redress_order_clear (RedressOrder *self);
void redress_customer_init (RedressCustomer *self);
void redress_customer_clear (RedressCustomer *self);
RedressHistoryItem *redress_history_item_new (void);
void redress_history_item_free (RedressHistoryItem *self);
RedressNote *redress_note_new (void);
void redress_note_free (RedressNote *self);
RedressWait *redress_wait_new (void);
void redress_wait_free (RedressWait *self);
RedressPeak *redress_peak_new (void);
void redress_peak_free (RedressPeak *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOrderLine, redress_order_line_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressOrder, redress_order_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressCustomer, redress_customer_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressHistoryItem, redress_history_item_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressNote, redress_note_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressWait, redress_wait_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressPeak, redress_peak_free)

G_END_DECLS
