/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/language.h"

#include <string.h>

#define SUBTAG_MAX 8

static const struct
{
  const char *primary;
  const char *name;
} languages[] = {
  { "en", REDRESS_LANGUAGE_ENGLISH },
  { "zh", REDRESS_LANGUAGE_CHINESE },
};

/* Letters and digits; of the first one letters alone, and at least two. */
static gboolean
is_subtag (const char *subtag, gboolean first)
{
  gsize length = strlen (subtag);

  if (length < (first ? 2 : 1) || length > SUBTAG_MAX)
    return FALSE;

  for (; *subtag != '\0'; subtag++)
    if (!(first ? g_ascii_isalpha (*subtag) : g_ascii_isalnum (*subtag)))
      return FALSE;
  return TRUE;
}

/**
 * redress_language_is_tag:
 * @text: (nullable): what somebody calls a language
 *
 * Whether there is such a language it does not say.
 *
 * Returns: %TRUE if it is formed like a tag of BCP 47
 */
gboolean
redress_language_is_tag (const char *text)
{
  g_auto (GStrv) subtags = NULL;

  if (text == NULL || strlen (text) > REDRESS_LANGUAGE_TAG_MAX)
    return FALSE;

  subtags = g_strsplit (text, "-", -1);
  for (guint i = 0; subtags[i] != NULL; i++)
    if (!is_subtag (subtags[i], i == 0))
      return FALSE;
  return subtags[0] != NULL;
}

/**
 * redress_language_find:
 * @tag: (nullable): a tag such as "zh-Hans", "en-GB", or the name of a locale
 *
 * Returns: (transfer none) (nullable): the language of policies that whoever reads @tag reads;
 *   %NULL if there is none
 */
const char *
redress_language_find (const char *tag)
{
  gsize length = tag != NULL ? strcspn (tag, "-_.@") : 0;

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (length == strlen (languages[i].primary) &&
        g_ascii_strncasecmp (tag, languages[i].primary, length) == 0)
      return languages[i].name;
  return NULL;
}

/**
 * redress_language_is_known:
 * @name: (nullable): what a message is said to be written in
 *
 * Returns: %TRUE if policies have words in it. One language has one spelling.
 */
gboolean
redress_language_is_known (const char *name)
{
  return name != NULL && g_strcmp0 (redress_language_find (name), name) == 0;
}
