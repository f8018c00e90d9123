/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/evidence-view.h"
#include "app/image-stage.h"
#include "app/log-view.h"
#include "app/redact-layer.h"
#include "app/stop-bar.h"
#include "app/veil.h"
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
  GtkWidget *guide;
  AdwBin *legend;
  RedressStopBar *uses;
  RedressStopBar *pauses;
  GtkImage *error_icon;
  GtkLabel *error_title;
  GtkLabel *error_text;
  GtkWidget *try_again;
  GtkSpinner *spinner;
  RedressVideoView *video;
  GtkWidget *still_note;

  RedressVeil *veil;
  GtkWidget *cover; /* over a blur */
  GtkLabel *masked_title;
  GtkLabel *masked_text;
  GtkWidget *reveal;
  GtkWidget *notice;
  GtkImage *notice_icon;
  GtkLabel *notice_label;
  GtkWidget *hide;
  RedressRedactLayer *layer;
  GtkWidget *redact_bar;
  GtkWidget *remove_box;
  GtkToggleButton *preview;
  GtkWidget *paint;

  RedressSync *sync;
  RedressOpenCase *open;           /* (owned) (nullable): who looks, as the newest word is */
  RedressTicket *ticket;           /* (owned) (nullable) */
  const RedressEvidence *evidence; /* (unowned): of the ticket */
  RedressEvidence *revealed;       /* (owned) (nullable): the same with what was masked */
  gint64 masked_at;                /* monotonic time when it is masked again */
  guint tick_id;
  gboolean looking;              /* somebody asked to see what is blurred */
  RedressSearchable *searchable; /* (unowned) (nullable) */
  guint page, n_pages;
  guint hit, n_hits;
  guint sought;         /* entry to be shown as soon as the text is, 0: none */
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

/* evidence-view-text.c: search in logs and chats, and stepping through them. */
void redress_evidence_view_bind_text (GtkWidgetClass *widget_class);
/* @legend: (nullable): who speaks */
void
redress_evidence_view_show_text (RedressEvidenceView *self, GtkWidget *view, GtkWidget *legend);
void redress_evidence_view_forget_text (RedressEvidenceView *self);
/* The rules were asked anew. */
void redress_evidence_view_update_uses (RedressEvidenceView *self);
gboolean
redress_evidence_view_press_text (RedressEvidenceView *self, guint keyval, GdkModifierType state);

/* evidence-view-masked.c: what is masked, revealed, blurred or painted over. */
void redress_evidence_view_bind_masked (GtkWidgetClass *widget_class);
void redress_evidence_view_show_masked (RedressEvidenceView *self);
/* What is revealed is masked again, without a word. */
void redress_evidence_view_forget_revealed (RedressEvidenceView *self);
/* Whether what is on the screen can be seen: not under a blur. */
gboolean redress_evidence_view_update_veil (RedressEvidenceView *self);
void redress_evidence_view_update_notice (RedressEvidenceView *self);
/* Says something once, where it says who painted over a picture. */
void redress_evidence_view_tell (RedressEvidenceView *self, const char *words);

/* evidence-view-redact.c */
void redress_evidence_view_bind_redact (GtkWidgetClass *widget_class);
gboolean redress_evidence_view_is_drawing (RedressEvidenceView *self);
void redress_evidence_view_stop_drawing (RedressEvidenceView *self);
gboolean redress_evidence_view_press_redact (RedressEvidenceView *self, guint keyval);

/* evidence-view.c: on its way to the case. */
void redress_evidence_view_record (RedressEvidenceView *self, RedressCommand *command);

/* The piece with its renditions, as far as they may be seen. */
const RedressEvidence *redress_evidence_view_get_seen (RedressEvidenceView *self);

G_END_DECLS
