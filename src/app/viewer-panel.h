/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressViewerPanel:
 *
 * What one has to know beside a file: where it comes from, what the customer and the log say, what
 * the draft says so far, and the button that cites it.
 *
 * Signals: "cite" (gboolean), "decide".
 */
#define REDRESS_TYPE_VIEWER_PANEL (redress_viewer_panel_get_type ())
G_DECLARE_FINAL_TYPE (RedressViewerPanel, redress_viewer_panel, REDRESS, VIEWER_PANEL, AdwBin)

/* @title: what the slot of the file is called. The file is not verified yet. */
void redress_viewer_panel_show (RedressViewerPanel *self,
                                RedressOpenCase *open,
                                const RedressEvidence *evidence,
                                const char *title);
/* The file is on the screen, so its digest was right. */
void redress_viewer_panel_set_verified (RedressViewerPanel *self);
void redress_viewer_panel_set_cited (RedressViewerPanel *self, gboolean cited);

G_END_DECLS
