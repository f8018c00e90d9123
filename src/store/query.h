/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/summary.h"

G_BEGIN_DECLS

/**
 * RedressView:
 *
 * The fixed views of the sidebar, in its order.
 */
typedef enum
{
  REDRESS_VIEW_MY_WORK,
  REDRESS_VIEW_NEXT_DUE,
  REDRESS_VIEW_RACES, /* orders that may ship within minutes; by due time means what ships first */
  REDRESS_VIEW_REVIEWS,
  REDRESS_VIEW_APPEALS,
  REDRESS_VIEW_RECHECKS,
  REDRESS_VIEW_REFUND_CHASE,
  REDRESS_VIEW_INCIDENTS, /* rows come from incidents */
  REDRESS_VIEW_WAITING,
  REDRESS_VIEW_SECOND_APPROVAL,
  REDRESS_VIEW_TROUBLE, /* refused and conflicts: rows come from the outbox */
  REDRESS_VIEW_DONE,
} RedressView;

#define REDRESS_N_VIEWS (REDRESS_VIEW_DONE + 1)

typedef enum
{
  REDRESS_SORT_DUE,
  REDRESS_SORT_NEWEST,
  REDRESS_SORT_AMOUNT,
} RedressSort;

typedef enum
{
  REDRESS_DUE_ANY,
  REDRESS_DUE_LATE,
  REDRESS_DUE_TODAY,
} RedressDueFilter;

/**
 * RedressQuery:
 * @everywhere: tickets of all states and kinds, whatever the view; for a search
 * @platform: (nullable): only this platform
 * @kinds: bit n = kind n; 0 = all
 * @states: bit n = state n; 0 = those of the view
 * @due: LATE: the clock runs and the time is over. TODAY: due before midnight, late or not
 * @incident: in INCIDENTS only tickets of this one; 0: of all
 * @text: (nullable): what was typed into the search entry; any number or words
 * @sort: NEWEST: last opened first, in DONE last finished first
 *
 * Which tickets a queue shows. Filters narrow the view.
 */
typedef struct
{
  RedressView view;
  gboolean everywhere;
  char *platform;
  guint kinds;
  guint states;
  RedressDueFilter due;
  gint64 incident;
  char *text;
  RedressSort sort;
} RedressQuery;

/* Bit n = state or kind n. Rows of MY_WORK and TROUBLE come from claims and the outbox. */
guint redress_view_get_states (RedressView view);
guint redress_view_get_kinds (RedressView view);
/* States in which the clock runs, so that a ticket can be late. */
guint redress_states_running (void);

/* Whether it is the race radar and not a search through everything. */
gboolean redress_query_shows_races (const RedressQuery *self);

RedressQuery *redress_query_new (RedressView view);
RedressQuery *redress_query_copy (const RedressQuery *self);
void redress_query_free (RedressQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressQuery, redress_query_free)

G_END_DECLS
