/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"
#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressViewer:
 *
 * Evidence of one ticket over queue and case: pictures, pages, transcripts and logs, one or
 * two side by side.
 *
 * Signals: "closed", "cite" (char *sha256, gboolean cited), "opened" (char *sha256), "decide",
 * "ask" (char *slot), "record" (RedressCommand *): to be completed and recorded.
 */
#define REDRESS_TYPE_VIEWER (redress_viewer_get_type ())
G_DECLARE_FINAL_TYPE (RedressViewer, redress_viewer, REDRESS, VIEWER, AdwBin)

void redress_viewer_set_sync (RedressViewer *self, RedressSync *sync);
/* @open: with its ticket, its policy and the draft as it is now; @sha256: the file to begin with;
 * @entry: the place in it, from 1; 0: its beginning */
void
redress_viewer_show (RedressViewer *self, RedressOpenCase *open, const char *sha256, guint entry);
/* Too narrow for the panel beside the file. */
void redress_viewer_set_narrow (RedressViewer *self, gboolean narrow);

G_END_DECLS
