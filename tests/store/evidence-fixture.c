/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/evidence-fixture.h"

GBytes *
redress_test_piece_new (guint number, gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8)(i + number * 13);
  return g_bytes_new_take (data, size);
}

void
redress_test_store_put_piece (RedressTestStore *self, GBytes *piece)
{
  g_autofree char *sha256 = redress_test_sha256 (piece);
  g_autoptr (GError) error = NULL;

  redress_store_put_evidence_sync (self->store, sha256, piece, &error);
  g_assert_no_error (error);
  redress_test_store_catch_up (self);
}

gboolean
redress_test_store_has_piece (RedressTestStore *self, GBytes *piece)
{
  g_autofree char *sha256 = redress_test_sha256 (piece);
  gboolean found = FALSE;

  g_assert_true (redress_store_has_evidence_sync (self->store, sha256, &found, NULL));
  return found;
}
