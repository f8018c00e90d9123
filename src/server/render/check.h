/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressRenderAbility:
 * @REDRESS_RENDER_CAN_PICTURES: the sandbox works and redress-render runs in it
 * @REDRESS_RENDER_CAN_PDF: the tools for PDF run in it too
 * @REDRESS_RENDER_CAN_HEIC: the decoder of what telephones write is there
 * @REDRESS_RENDER_CAN_VIDEO: ffmpeg and its encoders run in it too
 */
typedef enum
{
  REDRESS_RENDER_CAN_PICTURES = 1 << 0,
  REDRESS_RENDER_CAN_PDF = 1 << 1,
  REDRESS_RENDER_CAN_HEIC = 1 << 2,
  REDRESS_RENDER_CAN_VIDEO = 1 << 3,
} RedressRenderAbility;

#define REDRESS_RENDER_N_ABILITIES 4

/**
 * RedressRenderReport:
 * @problems: (owned): for each ability, by its bit, why it is missing; %NULL where it is there
 */
typedef struct
{
  RedressRenderAbility ability;
  char *problems[REDRESS_RENDER_N_ABILITIES];
} RedressRenderReport;

char *redress_render_find_tool (void);
RedressRenderAbility redress_render_get_needed (const char *media_type);
void redress_render_check (const char *tool, RedressRenderReport *report);
gboolean redress_render_can (const char *tool, RedressRenderAbility needed);
void redress_render_report_clear (RedressRenderReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressRenderReport, redress_render_report_clear)

G_END_DECLS
