/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render/video.h"

#include <string.h>

#include "server/render/job.h"
#include "server/render/media.h"
#include "wire/json.h"

#define MAX_PROBE_BYTES (256 * 1024)
/* What of a clip may be missing at its end: the last frame of a slow one. */
#define MISSING_MS 1500

/**
 * Probe:
 * @duration_ms: -1: the file does not say
 * @n_others: streams that are neither picture nor sound
 *
 * What ffprobe said about a file.
 */
typedef struct
{
  gint64 duration_ms;
  gboolean encrypted;
  guint n_videos;
  guint n_sounds;
  guint n_others;
  gint64 width;
  gint64 height;
  gint64 n_frames;
  const char *codec; /* (unowned) (nullable): of the pictures */
  JsonNode *node;
} Probe;

static void
probe_clear (Probe *probe)
{
  g_clear_pointer (&probe->node, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Probe, probe_clear)

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gint64
get_number (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : 0;
}

/* Seconds with a fraction; -1 for none, or one that no clip has. */
static gint64
get_duration (JsonObject *object)
{
  const char *text = get_text (object, "duration");
  double seconds = text != NULL ? g_ascii_strtod (text, NULL) : -1;

  return seconds >= 0 && seconds < G_MAXINT32 ? (gint64)(seconds * 1000) : -1;
}

/* The cover of a song is a picture, but no clip. */
static gboolean
is_cover (JsonObject *stream)
{
  JsonObject *disposition = get_object (stream, "disposition");

  return disposition != NULL && get_number (disposition, "attached_pic") != 0;
}

static void
read_stream (Probe *probe, JsonObject *stream)
{
  const char *type = get_text (stream, "codec_type");
  const char *frames = get_text (stream, "nb_read_frames");

  if (g_strcmp0 (type, "audio") == 0)
    probe->n_sounds++;
  else if (g_strcmp0 (type, "video") != 0 || is_cover (stream))
    probe->n_others++;
  else if (probe->n_videos++ == 0)
    {
      probe->width = get_number (stream, "width");
      probe->height = get_number (stream, "height");
      probe->codec = get_text (stream, "codec_name");
      probe->n_frames = frames != NULL ? g_ascii_strtoll (frames, NULL, 10) : 0;
      probe->duration_ms = get_duration (stream);
    }
}

static gboolean
is_encrypted (JsonObject *packet)
{
  JsonArray *list = get_array (packet, "side_data_list");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const char *type = JSON_NODE_HOLDS_OBJECT (node)
                             ? get_text (json_node_get_object (node), "side_data_type")
                             : NULL;

      if (type != NULL && g_str_has_prefix (type, "Encryption"))
        return TRUE;
    }
  return FALSE;
}

static gboolean
read_probe (const char *path, Probe *probe)
{
  g_autofree char *text = NULL;
  JsonObject *root, *format;
  JsonArray *streams, *packets;
  gsize length;

  probe->duration_ms = -1;
  if (!g_file_get_contents (path, &text, &length, NULL) || length > MAX_PROBE_BYTES)
    return FALSE;
  probe->node = redress_json_parse (text, length, &redress_json_limits_response, NULL);
  if (probe->node == NULL || !JSON_NODE_HOLDS_OBJECT (probe->node))
    return FALSE;
  root = json_node_get_object (probe->node);
  streams = get_array (root, "streams");
  packets = get_array (root, "packets");
  format = get_object (root, "format");
  if (streams == NULL || format == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (streams); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (streams, i)))
      read_stream (probe, json_array_get_object_element (streams, i));
  for (guint i = 0; packets != NULL && i < json_array_get_length (packets); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (packets, i)))
      probe->encrypted |= is_encrypted (json_array_get_object_element (packets, i));
  if (probe->duration_ms < 0)
    probe->duration_ms = get_duration (format);
  return TRUE;
}

/**
 * redress_video_judge_original:
 * @probe: what ffprobe wrote about the original
 * @duration_ms: (out): what the original says of its length; -1: nothing
 *
 * Returns: (nullable): why it is not worth trying; what it says is checked against what comes
 *   out of it
 */
const char *
redress_video_judge_original (const char *probe, gint64 *duration_ms)
{
  g_auto (Probe) found = { 0 };

  if (!read_probe (probe, &found))
    return REDRESS_RENDER_REASON_DAMAGED;
  *duration_ms = found.duration_ms;
  if (found.n_videos == 0)
    return found.n_sounds > 0 ? REDRESS_RENDER_REASON_NO_PICTURE : REDRESS_RENDER_REASON_DAMAGED;
  if (found.encrypted)
    return REDRESS_RENDER_REASON_ENCRYPTED;
  if (found.width <= 0 || found.height <= 0)
    return REDRESS_RENDER_REASON_DAMAGED;
  if (MAX (found.width, found.height) > REDRESS_VIDEO_MAX_SIDE)
    return REDRESS_RENDER_REASON_TOO_LARGE;
  if (found.duration_ms > REDRESS_VIDEO_MAX_MS + REDRESS_VIDEO_SLACK_MS)
    return REDRESS_RENDER_REASON_TOO_LONG;
  return NULL;
}

/* Half a clip must not look like a whole one, nor what goes on look as if it ended. */
static const char *
judge_streams (const Probe *found, gint64 declared_ms)
{
  if (found->n_videos == 0 || found->n_frames <= 0)
    return REDRESS_RENDER_REASON_NO_PICTURE;
  if (found->n_videos != 1 || found->n_sounds > 1 || found->n_others != 0 ||
      g_strcmp0 (found->codec, "vp8") != 0 || found->width <= 0 || found->height <= 0 ||
      MAX (found->width, found->height) > REDRESS_VIDEO_LONG_SIDE ||
      MIN (found->width, found->height) > REDRESS_VIDEO_SHORT_SIDE || found->duration_ms < 0)
    return REDRESS_RENDER_REASON_DAMAGED;
  if (found->duration_ms > REDRESS_VIDEO_MAX_MS + REDRESS_VIDEO_SLACK_MS)
    return REDRESS_RENDER_REASON_TOO_LONG;
  if (found->duration_ms + MISSING_MS < declared_ms)
    return REDRESS_RENDER_REASON_DAMAGED;
  return NULL;
}

/**
 * redress_video_judge_made:
 * @probe: what ffprobe wrote about @video after it decoded all of it
 * @video: what ffmpeg wrote
 * @declared_ms: what the original said of its length; -1: nothing
 * @rendition: (out) (transfer full): the rendition
 *
 * Returns: (nullable): why @video cannot be shown
 */
const char *
redress_video_judge_made (const char *probe,
                          const char *video,
                          gint64 declared_ms,
                          RedressRendition **rendition)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (video, FALSE, NULL);
  g_auto (Probe) found = { 0 };
  const char *reason;
  const guint8 *data;
  gsize length;

  if (file == NULL || !read_probe (probe, &found))
    return REDRESS_RENDER_REASON_DAMAGED;
  reason = judge_streams (&found, declared_ms);
  if (reason != NULL)
    return reason;
  length = g_mapped_file_get_length (file);
  data = (const guint8 *)g_mapped_file_get_contents (file);
  if (g_strcmp0 (redress_media_sniff (data, length), REDRESS_MEDIA_WEBM) != 0)
    return REDRESS_RENDER_REASON_DAMAGED;
  *rendition = redress_rendition_new ();
  (*rendition)->use = REDRESS_USE_VIDEO;
  (*rendition)->media_type = g_strdup (REDRESS_MEDIA_WEBM);
  (*rendition)->width = (guint)found.width;
  (*rendition)->height = (guint)found.height;
  (*rendition)->duration_ms = (guint)found.duration_ms;
  (*rendition)->size = (gint64)length;
  (*rendition)->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length);
  return NULL;
}
