/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/conflict-cards.h"

#include "config.h"

#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"
#include "app/recorded-bar.h"
#include "app/ticket-diff.h"

#include <glib/gi18n.h>

/* The latest are shown; the rest is on the page of the case. */
#define MAX_CHANGES 6

void
redress_conflict_row_free (RedressConflictRow *self)
{
  g_free (self->label);
  g_free (self->mine);
  g_free (self->theirs);
  g_free (self);
}

/* Takes both texts. */
static RedressConflictRow *
add_row (GPtrArray *rows, const char *label, char *mine, char *theirs)
{
  RedressConflictRow *row = g_new0 (RedressConflictRow, 1);

  row->label = g_strdup (label);
  row->mine = mine != NULL ? mine : g_strdup ("—");
  row->theirs = theirs;
  row->differs = theirs != NULL && g_strcmp0 (row->mine, theirs) != 0;
  g_ptr_array_add (rows, row);
  return row;
}

static char *
dup_or_dash (const char *text)
{
  return g_strdup (text != NULL && *text != '\0' ? text : "—");
}

static char *
format_reason (RedressOpenCase *open, const char *code)
{
  const RedressReason *reason = code != NULL && open->data->policy != NULL
                                    ? redress_policy_find_reason (open->data->policy, code)
                                    : NULL;

  return dup_or_dash (reason != NULL ? redress_text_get (&reason->label, redress_language ())
                                     : code);
}

static char *
format_mine_verdict (RedressOpenCase *open, const RedressCommand *command)
{
  RedressCommand plain = { .type = command->type, .verdict = command->verdict };

  return redress_recorded_describe (&plain, open->data->summary->kind);
}

static char *
format_their_amount (const RedressDecision *theirs)
{
  return theirs->amount.value != 0 ? redress_format_amount (&theirs->amount) : g_strdup ("—");
}

GPtrArray *
redress_conflict_list_rows (RedressOpenCase *open)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_conflict_row_free);
  const RedressOutboxEntry *entry = open->data->outbox_entry;
  const RedressCommand *mine = entry->command;
  const RedressDecision *theirs = entry->theirs;
  RedressKind kind = open->data->summary->kind;

  add_row (rows, _ ("Verdict"), format_mine_verdict (open, mine),
           theirs != NULL ? g_strdup (redress_verdict_get_label (theirs->verdict, kind)) : NULL);
  add_row (rows, _ ("Amount"), mine->has_amount ? redress_format_amount (&mine->amount) : NULL,
           theirs != NULL ? format_their_amount (theirs) : NULL);
  add_row (rows, C_ ("decision", "Reason"), format_reason (open, mine->reason_code),
           theirs != NULL ? format_reason (open, theirs->reason_code) : NULL);
  add_row (rows, _ ("Ticket that was looked at"),
           g_strdup_printf (_ ("version %d"), (int)entry->seen_version),
           theirs != NULL ? g_strdup_printf (_ ("version %d"), (int)theirs->version) : NULL);
  /* Two people never write the same; that says nothing. */
  add_row (rows, C_ ("decision", "Note"), dup_or_dash (mine->note),
           theirs != NULL ? dup_or_dash (theirs->note) : NULL)
      ->differs = FALSE;
  return rows;
}

static GtkWidget *
create_card (const char *icon, const char *style, const char *title, const char *subtitle)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_add_css_class (image, style);
  gtk_box_append (GTK_BOX (heading), image);
  gtk_box_append (GTK_BOX (heading), redress_line_new (title, "heading"));
  gtk_widget_set_margin_top (line, 3);
  gtk_widget_set_margin_bottom (line, 3);
  gtk_box_append (GTK_BOX (card), heading);
  gtk_box_append (GTK_BOX (card), redress_line_new (subtitle, "caption-dim numeric"));
  gtk_box_append (GTK_BOX (card), line);
  gtk_widget_set_hexpand (card, TRUE);
  redress_add_css_classes (card, "card pane-card");
  return card;
}

static void
append_pair (GtkWidget *card, const char *label, const char *text, gboolean lit)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *value = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  redress_add_css_classes (value, lit ? "small semibold" : "small");
  gtk_box_append (GTK_BOX (row), redress_line_new (label, "caption-dim numeric"));
  gtk_box_append (GTK_BOX (row), value);
  redress_add_css_classes (row, lit ? "cell lit row-start row-end" : "cell");
  gtk_box_append (GTK_BOX (card), row);
}

GtkWidget *
redress_conflict_create_mine (RedressOpenCase *open, GPtrArray *rows)
{
  const RedressCommand *command = open->data->outbox_entry->command;
  g_autofree char *moment =
      redress_format_moment (command->made_at, redress_open_case_get_now (open));
  g_autofree char *subtitle = g_strdup_printf (
      command->offline ? _ ("written %s, while offline") : _ ("written %s"), moment);
  GtkWidget *card =
      create_card ("avatar-default-symbolic", "acc-c", C_ ("decision", "Yours"), subtitle);

  for (guint i = 0; i < rows->len; i++)
    {
      const RedressConflictRow *row = g_ptr_array_index (rows, i);

      append_pair (card, row->label, row->mine, row->differs);
    }
  return card;
}

static GtkWidget *
create_undecided (RedressOpenCase *open)
{
  GtkWidget *card = create_card ("system-users-symbolic", "dim", C_ ("decision", "Recorded"),
                                 _ ("nobody has decided"));
  const RedressClaim *foreign = redress_open_case_get_foreign_claim (open);

  append_pair (card, _ ("Why yours was not taken"),
               redress_problem_get_label (open->data->outbox_entry->problem_code), TRUE);
  append_pair (card, _ ("State"), redress_state_get_label (open->data->summary->state), FALSE);
  if (foreign != NULL)
    append_pair (card, _ ("Works on it"), foreign->holder_name, TRUE);
  return card;
}

GtkWidget *
redress_conflict_create_theirs (RedressOpenCase *open, GPtrArray *rows)
{
  const RedressDecision *theirs = open->data->outbox_entry->theirs;
  g_autofree char *moment = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *card;

  if (theirs == NULL)
    return create_undecided (open);
  moment = redress_format_moment (theirs->recorded_at, redress_open_case_get_now (open));
  subtitle = g_strdup_printf (_ ("recorded %s, round %d"), moment, (int)theirs->round);
  card = create_card ("system-users-symbolic", "dim", C_ ("decision", "Recorded"), subtitle);
  for (guint i = 0; i < rows->len; i++)
    {
      const RedressConflictRow *row = g_ptr_array_index (rows, i);

      append_pair (card, row->label, row->theirs, row->differs);
    }
  append_pair (card, C_ ("decision", "By"), theirs->actor_name, FALSE);
  return card;
}

static void
append_change (GtkWidget *card, RedressOpenCase *open, const RedressCaseChange *change)
{
  g_autofree char *moment = redress_format_moment (change->at, redress_open_case_get_now (open));
  g_autofree char *words = redress_case_change_describe (change);

  append_pair (card, moment, words, change->matters);
}

GtkWidget *
redress_conflict_create_changes (RedressOpenCase *open)
{
  const RedressCommand *command = open->data->outbox_entry->command;
  g_autoptr (GPtrArray) changes = redress_ticket_list_since (open, command->made_at);
  g_autofree char *moment =
      redress_format_moment (command->made_at, redress_open_case_get_now (open));
  g_autofree char *subtitle = g_strdup_printf (_ ("after %s"), moment);
  GtkWidget *card =
      create_card ("find-location-symbolic", "warn-c", _ ("What changed in between"), subtitle);
  guint first = changes->len > MAX_CHANGES ? changes->len - MAX_CHANGES : 0;

  for (guint i = first; i < changes->len; i++)
    append_change (card, open, g_ptr_array_index (changes, i));
  if (changes->len == 0)
    append_pair (card, _ ("Facts and evidence"), _ ("nothing that is known here"), FALSE);
  return card;
}
