/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/pieces.h"

#include "server/engine-under-test.h"
#include "server/pictures.h"
#include "wire/json.h"

#define EVIDENCE "/v1/platforms/kameng/tickets/R-1/evidence"

RedressTicket *
redress_pieces_fetch (RedressLoop *loop)
{
  return redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
}

/* Waits on the feed until no piece waits for its renditions. */
RedressTicket *
redress_pieces_await_renditions (RedressLoop *loop)
{
  g_autoptr (RedressTestAnswer) start =
      redress_test_backend_get (loop->backend, loop->agent, "/v1/changes");
  g_autofree char *cursor = g_strdup (redress_test_answer_get (start, "next"));

  while (TRUE)
    {
      g_autoptr (RedressTicket) ticket = redress_pieces_fetch (loop);
      g_autofree char *path = g_strdup_printf ("/v1/changes?wait=20&cursor=%s", cursor);
      g_autoptr (RedressTestAnswer) page = NULL;
      gboolean pending = FALSE;

      for (guint i = 0; i < ticket->evidence->len; i++)
        pending |= ((RedressEvidence *)g_ptr_array_index (ticket->evidence, i))->rendition_state ==
                   REDRESS_RENDITION_PENDING;
      if (!pending)
        return g_steal_pointer (&ticket);
      page = redress_test_backend_get (loop->backend, loop->agent, path);
      g_free (cursor);
      cursor = g_strdup (redress_test_answer_get (page, "next"));
    }
}

char *
redress_pieces_upload (RedressLoop *loop, const char *slot, const char *type, GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *digest = redress_sha256_hex (data, size);
  const char *headers[] = { "Redress-Slot",
                            slot,
                            "Redress-Holder",
                            "customer",
                            "Redress-Sensitivity",
                            "low",
                            "Content-Type",
                            type,
                            "Redress-Sha256",
                            digest,
                            NULL };
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_send (
      loop->backend, loop->backend->kameng_key, "POST", EVIDENCE, data, (gssize)size, headers);

  redress_test_answer_expect (answer, 201);
  return g_steal_pointer (&digest);
}

char *
redress_pieces_upload_png (RedressLoop *loop, const char *slot)
{
  g_autoptr (GBytes) png = redress_test_png (120, 80);

  return redress_pieces_upload (loop, slot, "image/png", png);
}

void
redress_pieces_expect (RedressTestAnswer *taken, guint status, const char *code)
{
  g_autoptr (RedressTestAnswer) answer = taken;

  redress_test_answer_expect_problem (answer, status, code);
}

RedressTestAnswer *
redress_pieces_download (RedressLoop *loop, const char *token, const char *sha256)
{
  g_autofree char *path =
      g_strdup_printf ("/v1/tickets/T-%" G_GINT64_FORMAT "/evidence/%s", loop->ticket, sha256);

  return redress_test_backend_get (loop->backend, token, path);
}

typedef struct
{
  RedressLoop *loop;
  const char *sql;
  gint64 count;
} Count;

static void
run_count (gpointer data)
{
  Count *count = data;
  g_autoptr (GError) error = NULL;

  redress_sql_connection_get_int64 (redress_test_backend_get_connection (count->loop->backend),
                                    count->sql, &count->count, &error);
  g_assert_no_error (error);
}

gint64
redress_pieces_count_rows (RedressLoop *loop, const char *sql)
{
  g_autofree char *said = redress_test_database_say (sql);
  Count count = { loop, said, -1 };

  redress_test_backend_run (loop->backend, run_count, &count);
  return count.count;
}
