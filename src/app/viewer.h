/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressViewer:
 *
 * Evidence of one ticket over queue and case: pictures, pages, transcripts and logs, one or
 * two side by side.
 *
 * Signals: "closed", "cite" (char *sha256, gboolean cited), "opened" (char *sha256).
 */
#define REDRESS_TYPE_VIEWER (redress_viewer_get_type ())
G_DECLARE_FINAL_TYPE (RedressViewer, redress_viewer, REDRESS, VIEWER, AdwBin)

void redress_viewer_set_sync (RedressViewer *self, RedressSync *sync);
/* @cited: digests the draft cites now. */
void redress_viewer_show (RedressViewer *self,
                          RedressTicket *ticket,
                          RedressPolicy *policy,
                          const char *sha256,
                          const char *const *cited);

G_END_DECLS
