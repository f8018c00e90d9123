/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/error.h"
#include "core/evidence.h"

G_BEGIN_DECLS

/* A clip may be this long (contracts of evidence); what a phone rounds up is let pass. */
#define REDRESS_VIDEO_MAX_MS (120 * 1000)
#define REDRESS_VIDEO_SLACK_MS 1000
/* 4K and a little: what is larger does not fit into the memory the sandbox has. */
#define REDRESS_VIDEO_MAX_SIDE 4096
/* 720p, upright or lying. */
#define REDRESS_VIDEO_LONG_SIDE 1280
#define REDRESS_VIDEO_SHORT_SIDE 720

const char *redress_video_judge_original (const char *probe, gint64 *duration_ms);
const char *redress_video_judge_made (const char *probe,
                                      const char *video,
                                      gint64 declared_ms,
                                      RedressRendition **rendition);

G_END_DECLS
