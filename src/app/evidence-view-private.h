/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/evidence-view.h"
#include "app/image-stage.h"
#include "app/log-view.h"
#include "app/video-view.h"

G_BEGIN_DECLS

struct _RedressEvidenceView
{
  AdwBin parent_instance;

  GtkWidget *head;
  GtkLabel *title;
  GtkStack *stack;
  RedressImageStage *stage;
  GtkWidget *image_tools;
  GtkLabel *zoom;
  GtkWidget *page_tools;
  GtkLabel *page_label;
  GtkWidget *search_tools;
  GtkSearchEntry *search;
  GtkLabel *hits_label;
  GtkScrolledWindow *text_scroller;
  GtkLabel *error_title;
  GtkLabel *error_text;
  GtkWidget *try_again;
  GtkSpinner *spinner;
  RedressVideoView *video;
  GtkWidget *still_note;

  RedressSync *sync;
  RedressTicket *ticket;           /* (owned) (nullable) */
  const RedressEvidence *evidence; /* (unowned): of the ticket */
  RedressSearchable *searchable;   /* (unowned) (nullable) */
  guint page, n_pages;
  guint hit, n_hits;
  gboolean cannot_play; /* the video on the screen */
  GCancellable *cancellable;
};

void redress_evidence_view_say_shown (RedressEvidenceView *self);
void redress_evidence_view_show_tools (RedressEvidenceView *self, gboolean image, gboolean text);
void redress_evidence_view_update_zoom (RedressEvidenceView *self);

/* evidence-view-load.c: from the digest to what is on the screen. @again: somebody wants it,
 * whatever came the last time. */
void redress_evidence_view_load (RedressEvidenceView *self, gboolean again);
void redress_evidence_view_video_ready (RedressEvidenceView *self);
void redress_evidence_view_video_failed (RedressEvidenceView *self);

G_END_DECLS
