/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/byte-range.h"
#include "server/evidence-upload.h"
#include "server/render/media.h"
#include "support/folder.h"
#include "wire/codec.h"
#include "wire/json.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* The input: one header value after the other, each ended by a line feed; then the file. */
static const char *const names[] = { "content-type",   "redress-slot",
                                     "redress-holder", "redress-sensitivity",
                                     "redress-name",   "redress-captured-at",
                                     "range" };

static gsize
read_headers (const char *text, gsize size, GHashTable *headers)
{
  gsize at = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names) && at < size; i++)
    {
      const char *end = memchr (text + at, '\n', size - at);
      gsize length = end != NULL ? (gsize)(end - text) - at : size - at;
      char *value = g_strndup (text + at, length);

      /* The edge lets nothing else through. */
      if (value[0] != '\0' && g_utf8_validate (value, -1, NULL))
        g_hash_table_insert (headers, (char *)names[i], value);
      else
        g_free (value);
      at += length + (end != NULL);
    }
  return at;
}

/* What is taken can be told to desks, which read it through the gate. */
static void
check_taken (RedressEvidence *evidence)
{
  g_autoptr (JsonNode) node = redress_evidence_to_json (evidence);
  g_autofree char *text = redress_json_to_string (node);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) read =
      redress_json_parse (text, strlen (text), &redress_json_limits_request, &error);
  g_autoptr (RedressEvidence) again = NULL;

  g_assert_no_error (error);
  again = redress_evidence_from_json (json_node_get_object (read), &error);
  g_assert_no_error (error);
  /* What is empty is left out. */
  g_assert_cmpstr (again->name, ==, evidence->name != NULL ? evidence->name : "");
  g_assert_cmpstr (again->slot, ==, evidence->slot);
  g_assert_cmpstr (again->sha256, ==, evidence->sha256);
  g_assert_cmpint (again->captured_at, ==, evidence->captured_at);
}

static void
check_range (const char *header, gint64 file_size)
{
  gint64 start = -1, length = -1;

  if (redress_byte_range_parse (header, file_size, &start, &length) != REDRESS_BYTE_RANGE_PART)
    return;
  g_assert_cmpint (start, >=, 0);
  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (start, <=, file_size - length);
}

static const char *
get_path (void)
{
  static RedressTestFolder *folder = NULL;
  static char *path = NULL;

  if (folder == NULL)
    {
      folder = redress_test_folder_new ();
      path = g_build_filename (redress_test_folder_get_path (folder), "file", NULL);
    }
  return path;
}

/* An upload, from its headers to the first bytes of the file. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  gsize at = read_headers ((const char *)data, size, headers);
  const char *file = (const char *)data + at;
  g_autofree char *sha256 = redress_sha256_hex (file, size - at);
  RedressRequest request = { .headers = headers,
                             .body_file = get_path (),
                             .body_sha256 = sha256,
                             .body_file_size = (gint64)(size - at),
                             .now = REDRESS_SECOND };
  g_autoptr (RedressEvidence) evidence = redress_evidence_new ();
  RedressResponse response;
  gboolean taken;

  g_hash_table_insert (headers, (char *)"redress-sha256", g_strdup (sha256));
  g_assert_true (g_file_set_contents_full (request.body_file, file, (gssize)(size - at),
                                           G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  redress_response_init (&response);
  taken = redress_evidence_upload_read (&request, &response, evidence);
  g_assert_true (taken == (response.status == 0));
  g_assert_cmpuint (response.status, <, 500);
  if (taken)
    check_taken (evidence);
  redress_response_clear (&response);
  check_range (g_hash_table_lookup (headers, "range"), (gint64)(size - at));
  return 0;
}
