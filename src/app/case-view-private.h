/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/case-view.h"
#include "app/thumbs.h"

G_BEGIN_DECLS

struct _RedressCaseView
{
  AdwBin parent_instance;

  GtkWidget *head;
  GtkWidget *changed;
  GtkWidget *pages; /* stack: the whole case; narrow, timeline and evidence are pages apart */
  GtkWidget *scroll;
  GtkWidget *body;
  GtkWidget *strip;
  GtkWidget *related;
  GtkWidget *folding;
  GtkWidget *rules;
  GtkWidget *checklist; /* revealer under the rules strip, narrow */
  GtkWidget *appeal;    /* first decision and what came since */
  GtkWidget *first;
  GtkWidget *since;
  GtkWidget *then_now;
  GtkWidget *cards;
  GtkWidget *compare;
  GtkWidget *calculator;
  GtkWidget *findings;
  GtkWidget *findings_clamp;
  GtkWidget *doors; /* buttons to the pages, narrow */
  GtkWidget *evidence_door;
  GtkWidget *timeline;
  GtkWidget *timeline_page;
  GtkWidget *evidence;
  GtkWidget *evidence_page;
  GtkWidget *facts;
  GtkWidget *extras;
  GtkWidget *notes;
  GtkWidget *history;
  GtkWidget *bar;

  RedressThumbs *thumbs; /* (owned) */
  RedressOpenCase *open; /* (owned) (nullable) */
  gint64 ticket;
  gboolean compact;
};

/* case-view-build.c */
void redress_case_view_build (RedressCaseView *self);
/* Puts the parts where the width wants them. */
void redress_case_view_arrange (RedressCaseView *self);

G_END_DECLS
