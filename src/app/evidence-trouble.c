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

RedressEvidenceTrouble
redress_evidence_trouble_from_state (RedressRenditionState state)
{
  if (state == REDRESS_RENDITION_PENDING)
    return (RedressEvidenceTrouble){ _ ("The server is still preparing this file"),
                                     _ ("It opens by itself."), FALSE };
  if (state == REDRESS_RENDITION_UNAVAILABLE)
    return (RedressEvidenceTrouble){ _ ("This kind of file cannot be shown here"),
                                     _ ("The original is kept on the server."), FALSE };
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
