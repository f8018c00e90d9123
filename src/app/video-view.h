/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REDRESS_TYPE_VIDEO_VIEW (redress_video_view_get_type ())
/**
 * RedressVideoView:
 *
 * A video with its controls. It never begins by itself. "ready": it can be played. "failed":
 * this computer cannot play it.
 */
G_DECLARE_FINAL_TYPE (RedressVideoView, redress_video_view, REDRESS, VIDEO_VIEW, AdwBin)

/* Whether this computer can play anything at all. */
gboolean redress_video_view_can_play (void);
/* Nothing of @bytes is ever written to a disk. */
void redress_video_view_show (RedressVideoView *self, GBytes *bytes);
/* Stops it and forgets it. */
void redress_video_view_clear (RedressVideoView *self);
/* Space plays and pauses, M mutes, Shift with an arrow goes five seconds on or back.
 * Returns: whether the key was meant for it. */
gboolean redress_video_view_press (RedressVideoView *self, guint keyval, GdkModifierType state);

G_END_DECLS
