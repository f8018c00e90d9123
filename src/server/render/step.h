/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"

G_BEGIN_DECLS

#define REDRESS_RENDER_STEP_WORDS 10

/* How the output of a step is judged, whatever its exit status was. */
typedef enum
{
  REDRESS_RENDER_CHECK_PIXELS,
  REDRESS_RENDER_CHECK_PICTURE,
  REDRESS_RENDER_CHECK_INFO,
} RedressRenderCheck;

/**
 * RedressRenderStep:
 * @argv: (array zero-terminated=1): what to run in the sandbox
 * @number: (owned) (nullable): a word of @argv
 * @own_tool: it is redress-render that runs
 * @reads_pixels: reads what the step before made, not the original
 * @output: (owned): name of the file it makes
 *
 * One sandbox. What decodes a stranger's bytes writes bare pixels; what encodes a picture
 * reads nothing but those.
 */
typedef struct
{
  const char *argv[REDRESS_RENDER_STEP_WORDS];
  char *number;
  gboolean own_tool;
  gboolean reads_pixels;
  char *output;
  RedressRenderCheck check;
  const char *media_type;
  RedressRenditionUse use;
  guint page;
} RedressRenderStep;

void redress_render_step_free (RedressRenderStep *self);
/* Each adds the steps for one thing to the end of @steps (element-type RedressRenderStep). */
void redress_render_steps_add_image (GQueue *steps, const char *media_type);
void redress_render_steps_add_info (GQueue *steps);
void redress_render_steps_add_page (GQueue *steps, guint page);

G_END_DECLS
