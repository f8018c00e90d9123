/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/text.h"

/**
 * redress_text_clear:
 *
 * Frees both languages and leaves an empty text.
 */
void
redress_text_clear (RedressText *self)
{
  g_clear_pointer (&self->en, g_free);
  g_clear_pointer (&self->zh_CN, g_free);
}

/**
 * redress_text_get:
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * Returns: (transfer none): the text in @language; the other language where it is missing
 */
const char *
redress_text_get (const RedressText *self, const char *language)
{
  gboolean chinese = language != NULL && g_str_has_prefix (language, "zh");
  const char *wanted = chinese ? self->zh_CN : self->en;
  const char *other = chinese ? self->en : self->zh_CN;

  if (wanted != NULL && *wanted != '\0')
    return wanted;

  return other != NULL ? other : "";
}
