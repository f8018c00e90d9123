/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/step.h"

#include <string.h>

#include "server/render/media.h"
#include "server/render/sandbox.h"

/* A4 at 205 dpi: small print can be read, and 50 pages stay within a minute. */
#define PAGE_SIDE "2400"
/* Errors end it, nobody is asked anything, and nothing is opened but the files it is given. */
#define FFPROBE "/usr/bin/ffprobe -v error -protocol_whitelist file "
#define FFMPEG "/usr/bin/ffmpeg -nostdin -v error -protocol_whitelist file "
#define INPUT REDRESS_SANDBOX_INPUT
#define OUTPUT REDRESS_SANDBOX_OUTPUT
/* Fits into 1280x720 lying and 720x1280 upright, in even numbers, as the codec wants them. */
#define SCALE                                                                                      \
  "scale=w='if(gt(iw,ih),min(iw,1280),min(iw,720))':h='if(gt(iw,ih),min(ih,720),min(ih,1280))'"    \
  ":force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1,format=yuv420p "

/* The first packet tells whether it is encrypted. */
#define LOOK                                                                                       \
  FFPROBE "-f %s -read_intervals %%+#1 -show_entries "                                             \
          "format=duration:stream=codec_type,codec_name,width,height,duration"                     \
          ":stream_disposition=attached_pic:packet_side_data=side_data_type -of json " INPUT
/* One second more than is let pass, so that what is too long shows it; 64 MiB hold that. What
 * cannot be read to its end is not shown. */
#define MAKE                                                                                       \
  FFMPEG "-xerror -err_detect explode -max_pixels 16777216 -threads 2 -f %s -i " INPUT             \
         " -map 0:V:0 -map 0:a:0? -t 122 -map_metadata -1 -map_chapters -1 -fpsmax 30 -vf " SCALE  \
         "-c:v libvpx -deadline realtime -cpu-used 8 -crf 20 -b:v 1500k -threads 2 "               \
         "-c:a libopus -ac 2 -b:a 64k -fflags +bitexact -flags +bitexact -f webm -y " OUTPUT
#define MEASURE                                                                                    \
  FFPROBE                                                                                          \
  "-f matroska -count_frames -show_entries "                                                       \
  "format=duration:stream=codec_type,codec_name,width,height,nb_read_frames -of json " INPUT
/* The first picture is often black, so the most usual one of the first seconds is taken. */
#define PICK                                                                                       \
  FFMPEG "-f matroska -i " INPUT " -map 0:V:0 -vf thumbnail=48 -frames:v 1 -c:v ppm "              \
         "-f image2pipe -y " OUTPUT

void
redress_render_step_free (RedressRenderStep *self)
{
  g_strfreev (self->argv);
  g_free (self->output);
  g_free (self);
}

/* @format: words between single spaces. */
G_GNUC_PRINTF (4, 5)
static RedressRenderStep *
add (GQueue *steps, RedressRenderCheck check, const char *output, const char *format, ...)
{
  RedressRenderStep *step = g_new0 (RedressRenderStep, 1);
  g_autofree char *line = NULL;
  va_list values;

  va_start (values, format);
  line = g_strdup_vprintf (format, values);
  va_end (values);
  step->argv = g_strsplit (line, " ", -1);
  step->check = check;
  step->output = g_strdup (output);
  step->own_tool = g_str_equal (step->argv[0], REDRESS_SANDBOX_TOOL);
  g_queue_push_tail (steps, step);
  return step;
}

static void
add_encode (GQueue *steps, const char *format, RedressRenditionUse use, guint page)
{
  g_autofree char *output = g_strdup_printf ("%s-%u", redress_rendition_use_to_string (use), page);
  RedressRenderStep *step = add (steps, REDRESS_RENDER_CHECK_PICTURE, output,
                                 REDRESS_SANDBOX_TOOL " encode %s " INPUT, format);

  step->reads = REDRESS_RENDER_PIXELS;
  step->media_type = g_str_equal (format, "jpeg") ? REDRESS_MEDIA_JPEG : REDRESS_MEDIA_PNG;
  step->use = use;
  step->page = page;
}

/**
 * redress_render_steps_add_image:
 * @media_type: one of the image types
 *
 * Screens stay PNG, photographs are JPEG.
 */
void
redress_render_steps_add_image (GQueue *steps, const char *media_type)
{
  add (steps, REDRESS_RENDER_CHECK_PIXELS, REDRESS_RENDER_PIXELS,
       REDRESS_SANDBOX_TOOL " decode %s " INPUT, strchr (media_type, '/') + 1);
  add_encode (steps, g_str_equal (media_type, REDRESS_MEDIA_PNG) ? "png" : "jpeg", REDRESS_USE_VIEW,
              0);
  add_encode (steps, "thumb", REDRESS_USE_THUMB, 0);
}

/* Asks how many pages a PDF has. */
void
redress_render_steps_add_info (GQueue *steps)
{
  add (steps, REDRESS_RENDER_CHECK_INFO, "info", "/usr/bin/pdfinfo " INPUT);
}

void
redress_render_steps_add_page (GQueue *steps, guint page)
{
  add (steps, REDRESS_RENDER_CHECK_PIXELS, REDRESS_RENDER_PIXELS,
       "/usr/bin/pdftoppm -q -f %u -l %u -scale-to " PAGE_SIDE " " INPUT, page, page)
      ->page = page;
  add_encode (steps, "png", REDRESS_USE_PAGE, page);
  if (page == 1)
    add_encode (steps, "thumb", REDRESS_USE_THUMB, 0);
}

static void
make_heavy (RedressRenderStep *step, const char *reads)
{
  step->heavy = TRUE;
  step->reads = reads;
}

/**
 * redress_render_steps_add_video:
 * @media_type: video/mp4 or video/webm
 *
 * The original is read once, to write it anew; everything else reads what was written.
 */
void
redress_render_steps_add_video (GQueue *steps, const char *media_type)
{
  const char *demuxer = g_str_equal (media_type, REDRESS_MEDIA_MP4) ? "mov" : "matroska";

  make_heavy (add (steps, REDRESS_RENDER_CHECK_ORIGINAL, "original", LOOK, demuxer), NULL);
  make_heavy (add (steps, REDRESS_RENDER_CHECK_LATER, REDRESS_RENDER_VIDEO, MAKE, demuxer), NULL);
  make_heavy (add (steps, REDRESS_RENDER_CHECK_VIDEO, "made", MEASURE), REDRESS_RENDER_VIDEO);
  make_heavy (add (steps, REDRESS_RENDER_CHECK_PIXELS, REDRESS_RENDER_PIXELS, PICK),
              REDRESS_RENDER_VIDEO);
  add_encode (steps, "jpeg", REDRESS_USE_POSTER, 0);
  add_encode (steps, "thumb", REDRESS_USE_THUMB, 0);
}

/**
 * redress_render_steps_paint:
 * @steps: (element-type RedressRenderStep): steps
 * @boxes: (nullable): as redress_boxes_to_string() writes them
 *
 * What encodes paints first, so that no picture is made without.
 */
void
redress_render_steps_paint (GQueue *steps, const char *boxes)
{
  for (GList *item = steps->head; boxes != NULL && item != NULL; item = item->next)
    {
      RedressRenderStep *step = item->data;
      g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

      if (step->check != REDRESS_RENDER_CHECK_PICTURE)
        continue;
      g_strv_builder_addv (words, (const char **)step->argv);
      g_strv_builder_add (words, boxes);
      g_strfreev (step->argv);
      step->argv = g_strv_builder_end (words);
    }
}
