/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-trouble.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>

RedressEvidenceTrouble
redress_evidence_trouble_from_error (const GError *error)
{
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
    return (RedressEvidenceTrouble){
      _ ("This is not the file that was handed in"),
      _ ("It came damaged and is not shown. The original is kept on the server."), TRUE
    };
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
    return (RedressEvidenceTrouble){
      _ ("The copy on this computer was changed"),
      _ ("It is not the file that was handed in, so it was removed and is not shown. Fetch the "
         "server's copy, and tell your supervisor if it happens again."),
      TRUE, TRUE
    };
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE))
    return (RedressEvidenceTrouble){
      _ ("The file is too large"),
      _ ("It is larger than this computer takes. The original is kept on the server."), TRUE
    };
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE))
    return (RedressEvidenceTrouble){ _ ("The file is not on this computer"),
                                     _ ("It comes when the server can be reached again."), TRUE };
  return (RedressEvidenceTrouble){ _ ("The file cannot be shown"), error->message, TRUE };
}

/* Why the server shows none of it; what is not listed is damaged. */
static const struct
{
  const char *reason;
  const char *title;
  const char *text;
} failures[] = {
  { "too_large", N_ ("The file is too large"),
    N_ ("The server makes no picture of so large a file. The original is kept.") },
  { "too_long", N_ ("The video is too long"),
    N_ ("The server shows videos of up to two minutes. The original is kept.") },
  { "too_many_pages", N_ ("The document has too many pages"),
    N_ ("The server shows up to 50 pages. The original is kept.") },
  { "encrypted", N_ ("The file is locked"),
    N_ ("It needs a key or a password that the server does not have. The original is kept.") },
  { "no_picture", N_ ("There is nothing to see"),
    N_ ("The video has sound but no picture. The original is kept.") },
  { "wrong_type", N_ ("The file is not what it says"),
    N_ ("Its content is of another kind than its name. The original is kept.") },
  { "timeout", N_ ("The file takes too long"),
    N_ ("The server gave up preparing it. The original is kept.") },
  { "unsupported", N_ ("This kind of file cannot be shown here"),
    N_ ("The original is kept on the server.") },
};

RedressEvidenceTrouble
redress_evidence_trouble_from_state (const RedressEvidence *evidence)
{
  if (evidence->rendition_state == REDRESS_RENDITION_PENDING)
    return (RedressEvidenceTrouble){ _ ("The server is still preparing this file"),
                                     _ ("It opens by itself."), FALSE };
  if (evidence->rendition_state == REDRESS_RENDITION_UNAVAILABLE)
    return (RedressEvidenceTrouble){ _ ("This kind of file cannot be shown here"),
                                     _ ("The original is kept on the server."), FALSE };
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    if (g_strcmp0 (failures[i].reason, evidence->rendition_reason) == 0)
      return (RedressEvidenceTrouble){ _ (failures[i].title), _ (failures[i].text), FALSE };
  return (RedressEvidenceTrouble){
    _ ("The file is damaged"),
    _ ("The server could not make a picture of it. The original is kept."), FALSE
  };
}

gboolean
redress_evidence_trouble_is_final (const GError *error)
{
  return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT) ||
         g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE);
}
