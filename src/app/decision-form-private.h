/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/decision-form.h"

G_BEGIN_DECLS

struct _RedressDecisionForm
{
  AdwBin parent_instance;

  GtkWidget *root;
  GtkWidget *warning;
  GtkWidget *warning_text;
  GtkWidget *revealer;
  GtkWidget *details;
  GtkWidget *first_line;
  GtkWidget *verdicts;
  GtkWidget *choices;
  GtkWidget *reason;
  GtkWidget *asked;
  GtkWidget *until;
  GtkWidget *amount;
  GtkWidget *consequence;
  GtkWidget *message;
  GtkWidget *override_reason;
  GtkWidget *sentence_line;
  GtkWidget *sentence;
  GtkWidget *pencil;
  GtkWidget *foot;
  GtkWidget *note;
  GtkWidget *space;
  GtkWidget *cited;
  GtkWidget *cited_text;
  GtkWidget *submit;
  GtkWidget *submit_next;

  RedressOpenCase *open; /* (owned) (nullable) */
  RedressDraft *draft;   /* (owned) (nullable) */
  gboolean compact;
  gboolean updating;
};

/* Shows the parts that the verdict needs, with what the draft says. */
void redress_decision_form_update (RedressDecisionForm *self);
/* The parts that depend on others: proposals, preview, the sentence of the compact form. */
void redress_decision_form_update_words (RedressDecisionForm *self);

G_END_DECLS
