/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/decision-bar.h"

#include "config.h"

#include "app/approval-bar.h"
#include "app/decision-check.h"
#include "app/decision-standing.h"
#include "app/notice-bar.h"
#include "app/recorded-bar.h"

#include <glib/gi18n.h>

struct _RedressDecisionBar
{
  AdwBin parent_instance;

  GtkWidget *stack;
  GtkWidget *form;
  GtkWidget *recorded;
  GtkWidget *notice;
  GtkWidget *approval;
  RedressOpenCase *open; /* (owned) (nullable) */
  RedressSyncStatus status;
  RedressStanding standing;
  char *obstacle; /* (nullable) */
  gboolean reopened;
  gboolean submittable;
};

enum
{
  DRAFT_CHANGED,
  VERDICT_PRESSED,
  SUBMITTABLE_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressDecisionBar, redress_decision_bar, ADW_TYPE_BIN)

/* (transfer full) (nullable): why Submit would do nothing. */
static char *
find_obstacle (RedressDecisionBar *self)
{
  const RedressDraft *draft = redress_decision_form_get_draft (REDRESS_DECISION_FORM (self->form));
  const char *hindrance = redress_standing_get_hindrance (self->open, self->status, draft);

  if (hindrance != NULL)
    return g_strdup (hindrance);
  if (self->obstacle != NULL)
    return g_strdup (self->obstacle);
  if (!redress_open_case_is_mine (self->open))
    return g_strdup (_ ("Claim the ticket first; pressing a verdict does so."));
  return redress_decision_describe_missing (redress_decision_find_missing (self->open, draft),
                                            draft);
}

static void
update_submittable (RedressDecisionBar *self)
{
  const RedressDraft *draft = redress_decision_form_get_draft (REDRESS_DECISION_FORM (self->form));
  gboolean submittable = FALSE;
  g_autofree char *obstacle = NULL;

  if (self->open != NULL && self->standing == REDRESS_STANDING_DECIDE)
    {
      obstacle = find_obstacle (self);
      submittable = obstacle == NULL;
      redress_decision_form_set_obstacle (REDRESS_DECISION_FORM (self->form), obstacle);
      redress_decision_form_set_warning (
          REDRESS_DECISION_FORM (self->form),
          redress_standing_get_hindrance (self->open, self->status, draft));
    }
  if (self->submittable == submittable)
    return;
  self->submittable = submittable;
  g_signal_emit (self, signals[SUBMITTABLE_CHANGED], 0);
}

static void
form_changed_cb (RedressDecisionBar *self)
{
  update_submittable (self);
  g_signal_emit (self, signals[DRAFT_CHANGED], 0);
}

static void
verdict_pressed_cb (RedressDecisionBar *self)
{
  g_signal_emit (self, signals[VERDICT_PRESSED], 0);
}

static void
update_standing (RedressDecisionBar *self)
{
  g_auto (RedressNotice) notice = { NULL };

  self->standing = redress_standing_judge (self->open, self->reopened, &notice);
  gtk_widget_set_visible (GTK_WIDGET (self), self->standing != REDRESS_STANDING_NOTHING);
  switch (self->standing)
    {
    case REDRESS_STANDING_DECIDE:
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->form);
      break;
    case REDRESS_STANDING_RECORDED:
      redress_recorded_bar_show (REDRESS_RECORDED_BAR (self->recorded), self->open,
                                 redress_sync_status_is_online (self->status));
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->recorded);
      break;
    case REDRESS_STANDING_APPROVE:
      redress_approval_bar_show (REDRESS_APPROVAL_BAR (self->approval), self->open);
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->approval);
      break;
    case REDRESS_STANDING_NOTICE:
      redress_notice_bar_show (REDRESS_NOTICE_BAR (self->notice), &notice);
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->notice);
      break;
    case REDRESS_STANDING_NOTHING:
    default:
      break;
    }
  update_submittable (self);
}

static void
redress_decision_bar_dispose (GObject *object)
{
  RedressDecisionBar *self = REDRESS_DECISION_BAR (object);

  g_clear_object (&self->open);
  g_clear_pointer (&self->obstacle, g_free);
  G_OBJECT_CLASS (redress_decision_bar_parent_class)->dispose (object);
}

static void
redress_decision_bar_class_init (RedressDecisionBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_decision_bar_dispose;
  signals[DRAFT_CHANGED] = g_signal_new ("draft-changed", G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[VERDICT_PRESSED] = g_signal_new ("verdict-pressed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SUBMITTABLE_CHANGED] =
      g_signal_new ("submittable-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_decision_bar_init (RedressDecisionBar *self)
{
  self->status = REDRESS_SYNC_CONNECTING;
  self->standing = REDRESS_STANDING_NOTHING;
  self->form = g_object_new (REDRESS_TYPE_DECISION_FORM, NULL);
  self->recorded = g_object_new (REDRESS_TYPE_RECORDED_BAR, NULL);
  self->notice = g_object_new (REDRESS_TYPE_NOTICE_BAR, NULL);
  self->approval = g_object_new (REDRESS_TYPE_APPROVAL_BAR, NULL);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (form_changed_cb), self);
  g_signal_connect_swapped (self->form, "verdict-pressed", G_CALLBACK (verdict_pressed_cb), self);
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_set_hhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_child (GTK_STACK (self->stack), self->form);
  gtk_stack_add_child (GTK_STACK (self->stack), self->recorded);
  gtk_stack_add_child (GTK_STACK (self->stack), self->notice);
  gtk_stack_add_child (GTK_STACK (self->stack), self->approval);
  adw_bin_set_child (ADW_BIN (self), self->stack);
}

void
redress_decision_bar_show (RedressDecisionBar *self,
                           RedressOpenCase *open,
                           const RedressDraft *draft,
                           gboolean reopened)
{
  g_return_if_fail (REDRESS_IS_DECISION_BAR (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  g_set_object (&self->open, open);
  self->reopened = reopened;
  if (open->data->evaluation != NULL && open->data->ticket != NULL)
    redress_decision_form_show (REDRESS_DECISION_FORM (self->form), open, draft);
  update_standing (self);
}

void
redress_decision_bar_set_status (RedressDecisionBar *self, RedressSyncStatus status)
{
  g_return_if_fail (REDRESS_IS_DECISION_BAR (self));

  self->status = status;
  if (self->open != NULL)
    update_standing (self);
}

void
redress_decision_bar_set_compact (RedressDecisionBar *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_DECISION_BAR (self));

  redress_decision_form_set_compact (REDRESS_DECISION_FORM (self->form), compact);
}

void
redress_decision_bar_set_obstacle (RedressDecisionBar *self, const char *sentence)
{
  g_return_if_fail (REDRESS_IS_DECISION_BAR (self));

  if (g_strcmp0 (self->obstacle, sentence) == 0)
    return;
  g_free (self->obstacle);
  self->obstacle = g_strdup (sentence);
  update_submittable (self);
}

gboolean
redress_decision_bar_is_submittable (RedressDecisionBar *self)
{
  g_return_val_if_fail (REDRESS_IS_DECISION_BAR (self), FALSE);

  return self->submittable;
}

char *
redress_decision_bar_dup_obstacle (RedressDecisionBar *self)
{
  g_return_val_if_fail (REDRESS_IS_DECISION_BAR (self), NULL);

  return redress_decision_bar_can_decide (self) ? find_obstacle (self) : NULL;
}

gboolean
redress_decision_bar_can_decide (RedressDecisionBar *self)
{
  g_return_val_if_fail (REDRESS_IS_DECISION_BAR (self), FALSE);

  return self->open != NULL && self->standing == REDRESS_STANDING_DECIDE;
}

gboolean
redress_decision_bar_can_approve (RedressDecisionBar *self)
{
  g_return_val_if_fail (REDRESS_IS_DECISION_BAR (self), FALSE);

  return self->open != NULL && self->standing == REDRESS_STANDING_APPROVE;
}

RedressDecisionForm *
redress_decision_bar_get_form (RedressDecisionBar *self)
{
  g_return_val_if_fail (REDRESS_IS_DECISION_BAR (self), NULL);

  return REDRESS_DECISION_FORM (self->form);
}

/* A lease or a hold may have ended, and Submit with it. */
void
redress_decision_bar_tick (RedressDecisionBar *self)
{
  g_return_if_fail (REDRESS_IS_DECISION_BAR (self));

  if (self->open == NULL)
    return;
  if (self->standing == REDRESS_STANDING_RECORDED)
    redress_recorded_bar_tick (REDRESS_RECORDED_BAR (self->recorded));
  else
    update_standing (self);
}
