/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/query.h"

#define STATE(name) (1u << REDRESS_STATE_##name)
#define PAUSED (STATE (WAITING_CUSTOMER) | STATE (WAITING_PLATFORM) | STATE (HELD))
#define UNFINISHED (STATE (OPEN) | PAUSED | STATE (SECOND_APPROVAL))
#define FINISHED (STATE (DECIDED) | STATE (EFFECTED) | STATE (CLOSED))
#define ALL_KINDS ((1u << REDRESS_N_KINDS) - 1)

static const struct
{
  guint states;
  guint kinds;
} views[REDRESS_N_VIEWS] = {
  [REDRESS_VIEW_MY_WORK] = { UNFINISHED, ALL_KINDS },
  [REDRESS_VIEW_NEXT_DUE] = { UNFINISHED, ALL_KINDS },
  [REDRESS_VIEW_RACES] = { UNFINISHED, ALL_KINDS },
  [REDRESS_VIEW_REVIEWS] = { UNFINISHED, 1u << REDRESS_KIND_REVIEW },
  [REDRESS_VIEW_APPEALS] = { UNFINISHED, 1u << REDRESS_KIND_APPEAL },
  [REDRESS_VIEW_RECHECKS] = { UNFINISHED, 1u << REDRESS_KIND_RECHECK },
  [REDRESS_VIEW_REFUND_CHASE] = { UNFINISHED, 1u << REDRESS_KIND_REFUND_CHASE },
  [REDRESS_VIEW_INCIDENTS] = { UNFINISHED | FINISHED, ALL_KINDS },
  [REDRESS_VIEW_WAITING] = { PAUSED, ALL_KINDS },
  [REDRESS_VIEW_SECOND_APPROVAL] = { STATE (SECOND_APPROVAL), ALL_KINDS },
  [REDRESS_VIEW_TROUBLE] = { UNFINISHED | FINISHED, ALL_KINDS },
  [REDRESS_VIEW_DONE] = { FINISHED, ALL_KINDS },
};

/**
 * redress_view_get_states:
 * @view: a view
 *
 * Returns: the states of its tickets, one bit each
 */
guint
redress_view_get_states (RedressView view)
{
  g_return_val_if_fail ((guint)view < REDRESS_N_VIEWS, 0);

  return views[view].states;
}

/**
 * redress_view_get_kinds:
 * @view: a view
 *
 * Returns: the kinds of its tickets, one bit each
 */
guint
redress_view_get_kinds (RedressView view)
{
  g_return_val_if_fail ((guint)view < REDRESS_N_VIEWS, 0);

  return views[view].kinds;
}

/**
 * redress_states_running:
 *
 * Returns: the states in which a ticket can become late, one bit each
 */
guint
redress_states_running (void)
{
  return STATE (OPEN) | STATE (SECOND_APPROVAL);
}

/**
 * redress_query_new:
 * @view: a view of the sidebar
 *
 * Returns: (transfer full): a query for all of the view, in the order it is read in
 */
RedressQuery *
redress_query_new (RedressView view)
{
  RedressQuery *self = g_new0 (RedressQuery, 1);

  self->view = view;
  self->sort = view == REDRESS_VIEW_DONE ? REDRESS_SORT_NEWEST : REDRESS_SORT_DUE;
  return self;
}

/**
 * redress_query_shows_races:
 * @self: a query
 *
 * Returns: whether it shows the orders that race, so that by due time means what ships first
 */
gboolean
redress_query_shows_races (const RedressQuery *self)
{
  return self->view == REDRESS_VIEW_RACES && !self->everywhere;
}

/**
 * redress_query_copy:
 * @self: a query
 *
 * Returns: (transfer full): the same query
 */
RedressQuery *
redress_query_copy (const RedressQuery *self)
{
  RedressQuery *copy = g_memdup2 (self, sizeof *self);

  copy->platform = g_strdup (self->platform);
  copy->text = g_strdup (self->text);
  return copy;
}

/**
 * redress_query_free:
 * @self: (transfer full) (nullable): a query
 */
void
redress_query_free (RedressQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->platform);
  g_free (self->text);
  g_free (self);
}
