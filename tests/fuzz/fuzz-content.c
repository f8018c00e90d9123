/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evidence.h"
#include "wire/evidence-content-codec.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Transcripts and logs as platforms send them: taken apart, or refused with a reason. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const media_types[] = { REDRESS_MEDIA_TRANSCRIPT, REDRESS_MEDIA_LOG };

  for (guint i = 0; i < G_N_ELEMENTS (media_types); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (data, size);
      g_autoptr (RedressEvidenceContent) content =
          redress_evidence_content_new (media_types[i], bytes);
      g_autoptr (GError) error = NULL;

      g_assert_true (redress_evidence_content_decode (content, &error) == (error == NULL));
    }
  return 0;
}
