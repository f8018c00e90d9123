/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/message-words.h"

#include "config.h"

#include "app/labels.h"

#include <glib/gi18n.h>

static gboolean
has_message (const RedressDecision *decision)
{
  return decision->message != NULL && *decision->message != '\0';
}

char *
redress_message_describe (const RedressDecision *decision, gboolean sent)
{
  g_return_val_if_fail (decision != NULL, NULL);

  if (!has_message (decision))
    return NULL;
  if (decision->message_language == NULL)
    return g_strdup_printf (sent ? _ ("Customer was told: “%s”") : _ ("Customer will read: “%s”"),
                            decision->message);
  /* Translators: the name of a language, then what the customer reads */
  return g_strdup_printf (
      sent ? _ ("Customer was told, in %s: “%s”") : _ ("Customer will read, in %s: “%s”"),
      redress_language_get_label (decision->message_language), decision->message);
}

char *
redress_message_quote (const RedressDecision *decision)
{
  g_return_val_if_fail (decision != NULL, NULL);

  if (!has_message (decision))
    return NULL;
  if (decision->message_language == NULL)
    return g_strdup_printf (_ ("“%s”"), decision->message);
  /* Translators: what the customer read, then the name of the language */
  return g_strdup_printf (_ ("“%s” (%s)"), decision->message,
                          redress_language_get_label (decision->message_language));
}
