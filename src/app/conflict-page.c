/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/conflict-page.h"

#include "config.h"

#include "app/case-head.h"
#include "app/chip.h"
#include "app/conflict-cards.h"
#include "app/decision-check.h"
#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressConflictPage
{
  AdwBin parent_instance;

  GtkWidget *head;
  GtkWidget *why;
  GtkWidget *cards;
  GtkWidget *choices;
  GtkWidget *record;
  GtkCheckButton *group; /* (owned): of the radio buttons; never seen itself */
  gboolean any;          /* whether there is something to choose */
  char *command_id;      /* (nullable): of what is shown */
  RedressConflictChoice choice;
  RedressVerdict verdict;
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressConflictPage, redress_conflict_page, ADW_TYPE_BIN)

static void
update_record (RedressConflictPage *self)
{
  gtk_widget_set_tooltip_text (self->record, self->choice == REDRESS_CONFLICT_UNDECIDED
                                                 ? _ ("Choose one of the answers first.")
                                                 : NULL);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
toggled_cb (GtkCheckButton *button, RedressConflictPage *self)
{
  RedressConflictChoice choice = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "choice"));
  RedressVerdict verdict = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "verdict"));

  if (!gtk_check_button_get_active (button))
    return;
  self->choice = choice;
  self->verdict = verdict;
  update_record (self);
}

static GtkWidget *
create_words (const char *title, const char *detail)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (lines), redress_line_new (title, NULL));
  gtk_box_append (GTK_BOX (lines), redress_line_new (detail, "caption-dim"));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_margin_start (lines, 6);
  return lines;
}

static void
add_choice (RedressConflictPage *self,
            RedressConflictChoice choice,
            RedressVerdict verdict,
            const char *title,
            const char *detail,
            GtkWidget *chip)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = gtk_check_button_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->group);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), create_words (title, detail));
  gtk_widget_set_hexpand (button, TRUE);
  self->any = TRUE;
  g_object_set_data (G_OBJECT (button), "choice", GUINT_TO_POINTER (choice));
  g_object_set_data (G_OBJECT (button), "verdict", GUINT_TO_POINTER (verdict));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                               choice == self->choice && verdict == self->verdict);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, detail, -1);
  gtk_box_append (GTK_BOX (row), button);
  if (chip != NULL)
    gtk_box_append (GTK_BOX (row), chip);
  gtk_box_append (GTK_BOX (self->choices), row);
}

static gboolean
is_recommended (RedressOpenCase *open, RedressVerdict verdict)
{
  return open->data->evaluation != NULL && open->data->evaluation->recommended == verdict;
}

static GtkWidget *
create_support_chip (RedressOpenCase *open, RedressVerdict verdict)
{
  const RedressEvaluation *evaluation = open->data->evaluation;

  if (evaluation == NULL)
    return NULL;
  if (is_recommended (open, verdict))
    return redress_chip_new (_ ("rules support"), "object-select-symbolic", "ok");
  if (evaluation->four_eyes && redress_verdict_is_final (verdict))
    return redress_chip_new (_ ("second approval"), "system-users-symbolic", "");
  return NULL;
}

static void
add_keep (RedressConflictPage *self, RedressOpenCase *open)
{
  const RedressDecision *theirs = open->data->outbox_entry->theirs;
  g_autofree char *title =
      g_strdup_printf (_ ("Keep what is recorded: %s"),
                       redress_verdict_get_label (theirs->verdict, open->data->summary->kind));

  add_choice (self, REDRESS_CONFLICT_KEEP, REDRESS_VERDICT_NONE, title,
              _ ("your text becomes a note on the ticket"),
              is_recommended (open, theirs->verdict) ? create_support_chip (open, theirs->verdict)
                                                     : NULL);
}

static void
add_verdict (RedressConflictPage *self,
             RedressOpenCase *open,
             RedressVerdict verdict,
             gboolean mine)
{
  g_autofree char *title =
      g_strdup_printf (mine ? _ ("%s, as before") : "%s",
                       redress_verdict_get_label (verdict, open->data->summary->kind));

  add_choice (self, REDRESS_CONFLICT_DECIDE, verdict, title,
              mine ? _ ("a new decision with your text, on what is known now")
                   : _ ("a new decision, on what is known now"),
              create_support_chip (open, verdict));
}

static gboolean
is_allowed (RedressOpenCase *open, RedressVerdict verdict)
{
  return verdict != REDRESS_VERDICT_NONE && open->data->evaluation != NULL &&
         (open->data->evaluation->allowed & REDRESS_VERDICT_BIT (verdict)) != 0;
}

static void
fill_choices (RedressConflictPage *self, RedressOpenCase *open)
{
  RedressVerdict mine = redress_command_get_verdict (open->data->outbox_entry->command);
  RedressVerdict recommended =
      open->data->evaluation != NULL ? open->data->evaluation->recommended : REDRESS_VERDICT_NONE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->choices)) != NULL)
    gtk_box_remove (GTK_BOX (self->choices), child);
  self->any = FALSE;
  gtk_box_append (GTK_BOX (self->choices), redress_line_new (_ ("Decide again"), "heading"));
  if (open->data->outbox_entry->theirs != NULL)
    add_keep (self, open);
  if (open->data->summary->state == REDRESS_STATE_OPEN)
    {
      if (is_allowed (open, mine))
        add_verdict (self, open, mine, TRUE);
      if (recommended != mine && redress_verdict_is_final (recommended))
        add_verdict (self, open, recommended, FALSE);
    }
  if (!self->any)
    gtk_box_append (GTK_BOX (self->choices),
                    redress_line_new (_ ("The ticket is not open for a decision. You can keep "
                                         "yours here, or drop it."),
                                      "small dim"));
}

/* What the other decision did: it may well have moved money. */
static char *
format_theirs (RedressOpenCase *open, const RedressDecision *theirs)
{
  const char *verdict = redress_verdict_get_label (theirs->verdict, open->data->summary->kind);
  g_autofree char *amount = NULL;

  if (theirs->amount.value == 0)
    /* Translators: who decided, and the verdict */
    return g_strdup_printf (_ ("%s decided: %s. That stands."), theirs->actor_name, verdict);
  amount = redress_format_amount (&theirs->amount);
  /* Translators: who decided, the verdict, and the amount */
  return g_strdup_printf (_ ("%s decided: %s, %s. That stands."), theirs->actor_name, verdict,
                          amount);
}

static char *
format_why (RedressOpenCase *open)
{
  const RedressOutboxEntry *entry = open->data->outbox_entry;
  g_autofree char *theirs = NULL;

  if (entry->theirs != NULL)
    {
      theirs = format_theirs (open, entry->theirs);
      return g_strdup_printf (_ ("%s %s Yours is kept below until you decide again or drop it."),
                              redress_problem_get_label (entry->problem_code), theirs);
    }
  return g_strdup_printf (_ ("%s Yours is kept below until you decide again or drop it."),
                          redress_problem_get_label (entry->problem_code));
}

void
redress_conflict_page_show (RedressConflictPage *self, RedressOpenCase *open)
{
  const RedressOutboxEntry *entry;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *why = NULL;
  GtkWidget *child;

  g_return_if_fail (REDRESS_IS_CONFLICT_PAGE (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open) && open->data->outbox_entry != NULL);

  entry = open->data->outbox_entry;
  if (g_strcmp0 (self->command_id, entry->command->command_id) != 0)
    self->choice = REDRESS_CONFLICT_UNDECIDED;
  g_free (self->command_id);
  self->command_id = g_strdup (entry->command->command_id);
  redress_case_head_show (REDRESS_CASE_HEAD (self->head), open);
  why = format_why (open);
  gtk_label_set_text (GTK_LABEL (self->why), why);
  while ((child = gtk_widget_get_first_child (self->cards)) != NULL)
    gtk_box_remove (GTK_BOX (self->cards), child);
  rows = redress_conflict_list_rows (open);
  gtk_box_append (GTK_BOX (self->cards), redress_conflict_create_mine (open, rows));
  gtk_box_append (GTK_BOX (self->cards), redress_conflict_create_theirs (open, rows));
  gtk_box_append (GTK_BOX (self->cards), redress_conflict_create_changes (open));
  fill_choices (self, open);
  update_record (self);
}

RedressConflictChoice
redress_conflict_page_get_choice (RedressConflictPage *self, RedressVerdict *verdict)
{
  g_return_val_if_fail (REDRESS_IS_CONFLICT_PAGE (self), REDRESS_CONFLICT_UNDECIDED);

  *verdict = self->verdict;
  return self->choice;
}

void
redress_conflict_page_set_compact (RedressConflictPage *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_CONFLICT_PAGE (self));

  redress_case_head_set_compact (REDRESS_CASE_HEAD (self->head), compact);
  gtk_box_set_homogeneous (GTK_BOX (self->cards), !compact);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->cards),
                                  compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

void
redress_conflict_page_tick (RedressConflictPage *self)
{
  g_return_if_fail (REDRESS_IS_CONFLICT_PAGE (self));

  redress_case_head_tick (REDRESS_CASE_HEAD (self->head));
}

static void
redress_conflict_page_dispose (GObject *object)
{
  g_clear_object (&REDRESS_CONFLICT_PAGE (object)->group);
  G_OBJECT_CLASS (redress_conflict_page_parent_class)->dispose (object);
}

static void
redress_conflict_page_finalize (GObject *object)
{
  g_free (REDRESS_CONFLICT_PAGE (object)->command_id);
  G_OBJECT_CLASS (redress_conflict_page_parent_class)->finalize (object);
}

static void
redress_conflict_page_class_init (RedressConflictPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_conflict_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_conflict_page_finalize;
  g_type_ensure (REDRESS_TYPE_CASE_HEAD);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/conflict-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressConflictPage, head);
  gtk_widget_class_bind_template_child (widget_class, RedressConflictPage, why);
  gtk_widget_class_bind_template_child (widget_class, RedressConflictPage, cards);
  gtk_widget_class_bind_template_child (widget_class, RedressConflictPage, choices);
  gtk_widget_class_bind_template_child (widget_class, RedressConflictPage, record);
}

static void
redress_conflict_page_init (RedressConflictPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Without a group even a single answer would look like something to tick. */
  self->group = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));
}
