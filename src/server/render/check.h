/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressRenderAbility:
 * @REDRESS_RENDER_CAN_PICTURES: the sandbox works and redress-render runs in it
 * @REDRESS_RENDER_CAN_PDF: the tools for PDF run in it too
 */
typedef enum
{
  REDRESS_RENDER_CAN_PICTURES = 1 << 0,
  REDRESS_RENDER_CAN_PDF = 1 << 1,
} RedressRenderAbility;

#define REDRESS_RENDER_CAN_ALL (REDRESS_RENDER_CAN_PICTURES | REDRESS_RENDER_CAN_PDF)

char *redress_render_find_tool (void);
RedressRenderAbility redress_render_check (const char *tool, char **problem);

G_END_DECLS
