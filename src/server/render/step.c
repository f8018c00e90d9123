/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/step.h"

#include "server/render/media.h"
#include "server/render/sandbox.h"

/* A4 at 205 dpi: small print can be read, and 50 pages stay within a minute. */
#define PAGE_SIDE "2400"
#define PIXELS "pixels"

void
redress_render_step_free (RedressRenderStep *self)
{
  g_free (self->number);
  g_free (self->output);
  g_free (self);
}

/* @words: (array length=n_words): static, or owned by the step */
static RedressRenderStep *
add (GQueue *steps, RedressRenderCheck check, const char *const *words, guint n_words)
{
  RedressRenderStep *step = g_new0 (RedressRenderStep, 1);

  g_assert (n_words < REDRESS_RENDER_STEP_WORDS);
  for (guint i = 0; i < n_words; i++)
    step->argv[i] = words[i];
  step->check = check;
  step->own_tool = g_str_equal (words[0], REDRESS_SANDBOX_TOOL);
  g_queue_push_tail (steps, step);
  return step;
}

static void
add_encode (GQueue *steps, const char *format, RedressRenditionUse use, guint page)
{
  const char *const words[] = { REDRESS_SANDBOX_TOOL, "encode", format, REDRESS_SANDBOX_INPUT };
  RedressRenderStep *step = add (steps, REDRESS_RENDER_CHECK_PICTURE, words, G_N_ELEMENTS (words));

  step->reads_pixels = TRUE;
  step->output = g_strdup_printf ("%s-%u", redress_rendition_use_to_string (use), page);
  step->media_type = g_str_equal (format, "jpeg") ? REDRESS_MEDIA_JPEG : REDRESS_MEDIA_PNG;
  step->use = use;
  step->page = page;
}

/**
 * redress_render_steps_add_image:
 * @media_type: image/jpeg or image/png
 *
 * Photographs stay JPEG, screens stay PNG.
 */
void
redress_render_steps_add_image (GQueue *steps, const char *media_type)
{
  const char *format = g_str_equal (media_type, REDRESS_MEDIA_JPEG) ? "jpeg" : "png";
  const char *const words[] = { REDRESS_SANDBOX_TOOL, "decode", format, REDRESS_SANDBOX_INPUT };

  add (steps, REDRESS_RENDER_CHECK_PIXELS, words, G_N_ELEMENTS (words))->output = g_strdup (PIXELS);
  add_encode (steps, format, REDRESS_USE_VIEW, 0);
  add_encode (steps, "thumb", REDRESS_USE_THUMB, 0);
}

/* Asks how many pages a PDF has. */
void
redress_render_steps_add_info (GQueue *steps)
{
  const char *const words[] = { "/usr/bin/pdfinfo", REDRESS_SANDBOX_INPUT };

  add (steps, REDRESS_RENDER_CHECK_INFO, words, G_N_ELEMENTS (words))->output = g_strdup ("info");
}

void
redress_render_steps_add_page (GQueue *steps, guint page)
{
  g_autofree char *number = g_strdup_printf ("%u", page);
  const char *const words[] = {
    "/usr/bin/pdftoppm",  "-q", "-f", number, "-l", number, "-scale-to", PAGE_SIDE,
    REDRESS_SANDBOX_INPUT
  };
  RedressRenderStep *step = add (steps, REDRESS_RENDER_CHECK_PIXELS, words, G_N_ELEMENTS (words));

  step->number = g_steal_pointer (&number);
  step->page = page;
  step->output = g_strdup (PIXELS);
  add_encode (steps, "png", REDRESS_USE_PAGE, page);
  if (page == 1)
    add_encode (steps, "thumb", REDRESS_USE_THUMB, 0);
}
