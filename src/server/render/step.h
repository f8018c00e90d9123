/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"

G_BEGIN_DECLS

#define REDRESS_RENDER_PIXELS "pixels"
#define REDRESS_RENDER_VIDEO "video"

/* How the output of a step is judged, whatever its exit status was. LATER: by a step that reads
 * it. */
typedef enum
{
  REDRESS_RENDER_CHECK_PIXELS,
  REDRESS_RENDER_CHECK_PICTURE,
  REDRESS_RENDER_CHECK_INFO,
  REDRESS_RENDER_CHECK_ORIGINAL,
  REDRESS_RENDER_CHECK_LATER,
  REDRESS_RENDER_CHECK_VIDEO,
} RedressRenderCheck;

/**
 * RedressRenderStep:
 * @argv: (owned) (array zero-terminated=1): what to run in the sandbox
 * @own_tool: it is redress-render that runs
 * @reads: (nullable): name of a file that an earlier step made; %NULL: the original
 * @output: (owned): name of the file it makes
 * @heavy: it has the limits of a video
 *
 * One sandbox. What decodes a stranger's bytes writes bare pixels; what encodes a picture
 * reads nothing but those.
 */
typedef struct
{
  char **argv;
  gboolean own_tool;
  const char *reads;
  char *output;
  gboolean heavy;
  RedressRenderCheck check;
  const char *media_type;
  RedressRenditionUse use;
  guint page;
} RedressRenderStep;

void redress_render_step_free (RedressRenderStep *self);
/* Each adds the steps for one thing to the end of @steps (element-type RedressRenderStep). */
void redress_render_steps_add_image (GQueue *steps, const char *media_type);
void redress_render_steps_add_video (GQueue *steps, const char *media_type);
void redress_render_steps_add_info (GQueue *steps);
void redress_render_steps_add_page (GQueue *steps, guint page);
/* Has @boxes (nullable) painted over in whatever is encoded. */
void redress_render_steps_paint (GQueue *steps, const char *boxes);

G_END_DECLS
