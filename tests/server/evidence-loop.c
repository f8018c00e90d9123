/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-loop.h"

#include <string.h>

#include "wire/json.h"

static void
add (GPtrArray *headers, const char *name, const char *value)
{
  if (value == NULL)
    return;

  g_ptr_array_add (headers, (gpointer)name);
  g_ptr_array_add (headers, (gpointer)value);
}

RedressTestAnswer *
redress_test_upload (RedressLoop *loop,
                     const char *token,
                     const char *path,
                     const RedressTestSaid *said,
                     gconstpointer bytes,
                     gsize size)
{
  g_autoptr (GPtrArray) headers = g_ptr_array_new ();
  g_autofree char *digest = redress_sha256_hex (bytes, size);

  add (headers, "Redress-Slot", said->slot);
  add (headers, "Redress-Holder", said->holder);
  add (headers, "Redress-Sensitivity", said->sensitivity);
  add (headers, "Content-Type", said->type);
  add (headers, "Redress-Name", said->name);
  add (headers, "Redress-Sha256", said->sha256 != NULL ? said->sha256 : digest);
  g_ptr_array_add (headers, NULL);
  return redress_test_backend_send (loop->backend, token, "POST", path, bytes, (gssize)size,
                                    (const char *const *)headers->pdata);
}

RedressTestAnswer *
redress_test_upload_text (RedressLoop *loop, const RedressTestSaid *said, const char *text)
{
  return redress_test_upload (loop, loop->backend->kameng_key, REDRESS_TEST_EVIDENCE, said, text,
                              strlen (text));
}

RedressTestAnswer *
redress_test_upload_bytes (RedressLoop *loop, const RedressTestSaid *said, GBytes *bytes)
{
  return redress_test_upload (loop, loop->backend->kameng_key, REDRESS_TEST_EVIDENCE, said,
                              g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

void
redress_test_expect_problem (RedressTestAnswer *taken, guint status, const char *code)
{
  g_autoptr (RedressTestAnswer) answer = taken;

  redress_test_answer_expect_problem (answer, status, code);
}

RedressTicket *
redress_test_fetch (RedressLoop *loop)
{
  return redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
}

const RedressEvidence *
redress_test_first_piece (RedressTicket *ticket)
{
  return g_ptr_array_index (ticket->evidence, 0);
}

/* Waits on the feed until the first piece has its renditions. */
RedressTicket *
redress_test_await_renditions (RedressLoop *loop)
{
  g_autofree char *cursor = NULL;
  g_autoptr (RedressTestAnswer) start =
      redress_test_backend_get (loop->backend, loop->agent, "/v1/changes");

  redress_test_answer_expect (start, 200);
  cursor = g_strdup (redress_test_answer_get (start, "next"));
  while (TRUE)
    {
      g_autoptr (RedressTicket) ticket = redress_test_fetch (loop);
      g_autofree char *path = g_strdup_printf ("/v1/changes?wait=20&cursor=%s", cursor);
      g_autoptr (RedressTestAnswer) page = NULL;

      if (redress_test_first_piece (ticket)->rendition_state != REDRESS_RENDITION_PENDING)
        return g_steal_pointer (&ticket);
      page = redress_test_backend_get (loop->backend, loop->agent, path);
      redress_test_answer_expect (page, 200);
      g_free (cursor);
      cursor = g_strdup (redress_test_answer_get (page, "next"));
    }
}

RedressTestAnswer *
redress_test_download (RedressLoop *loop, const char *token, const char *sha256, const char *reason)
{
  const char *headers[] = { reason != NULL ? "Redress-Reason" : NULL, reason, NULL };
  g_autofree char *path =
      g_strdup_printf ("/v1/tickets/T-%" G_GINT64_FORMAT "/evidence/%s", loop->ticket, sha256);

  return redress_test_backend_send (loop->backend, token, "GET", path, NULL, 0, headers);
}
