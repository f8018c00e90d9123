/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/evidence-strip.h"
#include "app/evidence-view.h"
#include "app/viewer-panel.h"
#include "app/viewer.h"

G_BEGIN_DECLS

struct _RedressViewer
{
  AdwBin parent_instance;

  GtkLabel *subtitle;
  GtkToggleButton *compare;
  GtkToggleButton *cite;
  RedressEvidenceView *first;
  RedressEvidenceView *second;
  RedressEvidenceView *active; /* (unowned): one of the two, the one that keys act on */
  RedressViewerPanel *panel;
  RedressEvidenceStrip *strip;

  RedressSync *sync;
  RedressStore *store;   /* (owned) (nullable): the one whose signals are heard */
  RedressOpenCase *open; /* (owned) (nullable) */
  RedressThumbs *thumbs; /* (owned) */
  GHashTable *cited;     /* (element-type utf8) digests */
  guint at;              /* file of the first view */
  guint beside;          /* file of the second */
  gboolean narrow;
  gboolean quiet;
};

guint redress_viewer_count (RedressViewer *self);
const RedressEvidence *redress_viewer_get_file (RedressViewer *self, guint at);
guint redress_viewer_find_file (RedressViewer *self, const char *sha256);
gboolean redress_viewer_is_comparing (RedressViewer *self);
void redress_viewer_set_case (RedressViewer *self, RedressOpenCase *open);
void redress_viewer_show_file (RedressViewer *self, guint at);
void redress_viewer_show_beside (RedressViewer *self, guint at);
void redress_viewer_update (RedressViewer *self);

/* viewer-viewing.c: actions that show another file. */
void redress_viewer_install_viewing (GtkWidgetClass *widget_class);

/* viewer-load.c: what is shown follows what comes. */
void redress_viewer_hear_store (RedressViewer *self);
void redress_viewer_fetch_changed (RedressViewer *self, gint64 ticket, const char *sha256);

G_END_DECLS
