/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

#include "server/byte-range.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* From what a handler answered to what goes over the wire: conditional answers, ranges, files. */

static void
unref_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

/* Strong comparison; a list may name several. */
static gboolean
names_tag (const char *list, const char *tag)
{
  g_auto (GStrv) tags = NULL;

  if (list == NULL || tag == NULL)
    return FALSE;
  tags = g_strsplit (list, ",", -1);
  for (guint i = 0; tags[i] != NULL; i++)
    {
      const char *one = g_strstrip (tags[i]);

      if (g_str_equal (one, "*") || g_str_equal (one, tag))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_unchanged (RedressExchange *self)
{
  const char *wanted =
      self->headers != NULL ? g_hash_table_lookup (self->headers, "if-none-match") : NULL;

  return self->response.status == 200 &&
         names_tag (wanted, g_hash_table_lookup (self->response.headers, "ETag"));
}

static struct MHD_Response *
empty_response (void)
{
  return MHD_create_response_from_buffer (0, NULL, MHD_RESPMEM_PERSISTENT);
}

static struct MHD_Response *
bytes_response (RedressExchange *self)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (self->response.body, &size);

  self->sent_bytes = (gint64)size;
  return MHD_create_response_from_buffer_with_free_callback_cls (size, (void *)data, unref_bytes,
                                                                 g_bytes_ref (self->response.body));
}

static gboolean
wants_range (RedressExchange *self)
{
  const char *condition = g_hash_table_lookup (self->headers, "if-range");
  const char *tag = g_hash_table_lookup (self->response.headers, "ETag");

  if (self->response.status != 200 || !g_hash_table_contains (self->headers, "range"))
    return FALSE;
  return condition == NULL || (tag != NULL && g_str_equal (condition, tag));
}

static struct MHD_Response *
part_response (RedressExchange *self, int fd, gint64 start, gint64 length)
{
  self->sent_bytes = length;
  return MHD_create_response_from_fd_at_offset64 ((guint64)length, fd, (guint64)start);
}

static struct MHD_Response *
range_response (RedressExchange *self, int fd, gint64 size)
{
  RedressResponse *response = &self->response;
  g_autofree char *header = NULL;
  gint64 start = 0, length = size;

  switch (redress_byte_range_parse (g_hash_table_lookup (self->headers, "range"), size, &start,
                                    &length))
    {
    case REDRESS_BYTE_RANGE_PART:
      header = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
                                start, start + length - 1, size);
      redress_response_set_header (response, "Content-Range", header);
      response->status = 206;
      return part_response (self, fd, start, length);
    case REDRESS_BYTE_RANGE_OUTSIDE:
      close (fd);
      header = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);
      g_hash_table_remove_all (response->headers);
      redress_response_problem (response, 416, "range_outside", "The range is outside the file",
                                NULL);
      redress_response_set_header (response, "Content-Range", header);
      return bytes_response (self);
    case REDRESS_BYTE_RANGE_WHOLE:
    default:
      return part_response (self, fd, 0, size);
    }
}

/* The file was there when the handler looked; what is gone now is the server's trouble. */
static struct MHD_Response *
file_response (RedressExchange *self)
{
  RedressResponse *response = &self->response;
  int fd = g_open (response->body_path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  struct stat info;

  if (fd < 0 || fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      if (fd >= 0)
        close (fd);
      g_hash_table_remove_all (response->headers);
      redress_response_problem (response, 500, "stored_data_damaged", "Stored data is damaged",
                                NULL);
      return bytes_response (self);
    }
  redress_response_set_header (response, "Accept-Ranges", "bytes");
  if (wants_range (self))
    return range_response (self, fd, info.st_size);
  return part_response (self, fd, 0, info.st_size);
}

static struct MHD_Response *
make_response (RedressExchange *self)
{
  RedressResponse *response = &self->response;

  if (response->status == 0)
    redress_response_problem (response, 500, "internal", "Something went wrong in the server",
                              NULL);
  if (is_unchanged (self))
    {
      response->status = 304;
      g_clear_pointer (&response->media_type, g_free);
      return empty_response ();
    }
  if (response->body_path != NULL)
    return file_response (self);
  if (response->body != NULL)
    return bytes_response (self);
  return empty_response ();
}

static void
add_headers (RedressExchange *self, struct MHD_Response *response)
{
  GHashTableIter iter;
  gpointer name, value;
  gboolean has_tag = g_hash_table_contains (self->response.headers, "ETag");

  MHD_add_response_header (response, "Cache-Control", has_tag ? "private, no-cache" : "no-store");
  g_hash_table_iter_init (&iter, self->response.headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    MHD_add_response_header (response, name, value);
  if (self->response.media_type != NULL)
    MHD_add_response_header (response, "Content-Type", self->response.media_type);
  if (self->account != NULL)
    {
      g_autofree char *grants =
          g_strdup_printf ("%" G_GINT64_FORMAT, self->account->grants_version);

      MHD_add_response_header (response, "Redress-Grants-Version", grants);
    }
  MHD_add_response_header (response, "Redress-Protocol", G_STRINGIFY (REDRESS_PROTOCOL));
  MHD_add_response_header (response, "Redress-Request-Id", self->id);
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  if (self->must_close || redress_edge_is_draining (self->edge))
    MHD_add_response_header (response, "Connection", "close");
}

/* Thread of libmicrohttpd: sends the answer. */
enum MHD_Result
redress_exchange_reply (RedressExchange *self)
{
  struct MHD_Response *response = make_response (self);
  gint64 limit = self->edge->limits.answer_ms + self->sent_bytes / 64;
  enum MHD_Result result = MHD_NO;

  self->phase = REDRESS_EXCHANGE_SENT;
  if (response == NULL)
    return MHD_NO;
  add_headers (self, response);
  /* 1 s for each 64 KiB is 1 ms for each 64 bytes, near enough. */
  if (redress_edge_socket_enter (self->socket, REDRESS_SOCKET_ANSWER, limit))
    result = MHD_queue_response (self->connection, self->response.status, response);
  MHD_destroy_response (response);
  return result;
}
