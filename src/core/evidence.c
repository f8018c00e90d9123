/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evidence.h"

#include "core/names.h"

static const char *const sensitivity_names[] = {
  "low", "personal", "account", "secret", "biometric",
};

/**
 * redress_sensitivity_to_string:
 *
 * Returns: (transfer none): the word for a sensitivity in code, wire and database
 */
const char *
redress_sensitivity_to_string (RedressSensitivity sensitivity)
{
  return redress_names_get (sensitivity_names, G_N_ELEMENTS (sensitivity_names), sensitivity);
}

/**
 * redress_sensitivity_from_string:
 * @text: (nullable): a word
 * @sensitivity: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no sensitivity has this word
 */
gboolean
redress_sensitivity_from_string (const char *text, RedressSensitivity *sensitivity)
{
  int found = redress_names_find (sensitivity_names, G_N_ELEMENTS (sensitivity_names), text);

  if (found < 0)
    return FALSE;

  *sensitivity = (RedressSensitivity)found;
  return TRUE;
}

static const char *const rendition_state_names[] = {
  "pending",
  "ready",
  "failed",
  "unavailable",
};

/**
 * redress_rendition_state_to_string:
 *
 * Returns: (transfer none): the word for a state in code, wire and database
 */
const char *
redress_rendition_state_to_string (RedressRenditionState state)
{
  return redress_names_get (rendition_state_names, G_N_ELEMENTS (rendition_state_names), state);
}

/**
 * redress_rendition_state_from_string:
 * @text: (nullable): a word
 * @state: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no state has this word
 */
gboolean
redress_rendition_state_from_string (const char *text, RedressRenditionState *state)
{
  int found =
      redress_names_find (rendition_state_names, G_N_ELEMENTS (rendition_state_names), text);

  if (found < 0)
    return FALSE;

  *state = (RedressRenditionState)found;
  return TRUE;
}

static const char *const rendition_use_names[] = {
  "view", "thumb", "page", "poster", "video",
};

/**
 * redress_rendition_use_to_string:
 *
 * Returns: (transfer none): the word for a use in code, wire and database
 */
const char *
redress_rendition_use_to_string (RedressRenditionUse use)
{
  return redress_names_get (rendition_use_names, G_N_ELEMENTS (rendition_use_names), use);
}

/**
 * redress_rendition_use_from_string:
 * @text: (nullable): a word
 * @use: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no use has this word
 */
gboolean
redress_rendition_use_from_string (const char *text, RedressRenditionUse *use)
{
  int found = redress_names_find (rendition_use_names, G_N_ELEMENTS (rendition_use_names), text);

  if (found < 0)
    return FALSE;

  *use = (RedressRenditionUse)found;
  return TRUE;
}

/**
 * redress_rendition_new:
 *
 * Returns: (transfer full): an empty rendition
 */
RedressRendition *
redress_rendition_new (void)
{
  return g_new0 (RedressRendition, 1);
}

/**
 * redress_rendition_free:
 * @self: (transfer full) (nullable): a rendition
 */
void
redress_rendition_free (RedressRendition *self)
{
  if (self == NULL)
    return;

  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self);
}

/**
 * redress_evidence_new:
 *
 * Returns: (transfer full): evidence without renditions, captured at no known time
 */
RedressEvidence *
redress_evidence_new (void)
{
  RedressEvidence *self = g_new0 (RedressEvidence, 1);

  self->captured_at = REDRESS_TIME_UNKNOWN;
  self->received_at = REDRESS_TIME_UNKNOWN;
  self->renditions = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_rendition_free);
  self->redactions = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_redaction_free);
  return self;
}

/**
 * redress_evidence_free:
 * @self: (transfer full) (nullable): evidence
 */
void
redress_evidence_free (RedressEvidence *self)
{
  if (self == NULL)
    return;

  g_free (self->slot);
  g_free (self->holder);
  g_free (self->name);
  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self->rendition_reason);
  g_ptr_array_unref (self->renditions);
  g_ptr_array_unref (self->redactions);
  g_free (self);
}

/**
 * redress_evidence_find:
 * @use: what the rendition is wanted for
 * @page: 1-based page, or 0 for any
 *
 * Returns: (transfer none) (nullable): the first rendition that fits
 */
const RedressRendition *
redress_evidence_find (const RedressEvidence *self, RedressRenditionUse use, guint page)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (self->renditions, i);

      if (rendition->use == use && (page == 0 || rendition->page == page))
        return rendition;
    }

  return NULL;
}

/**
 * redress_evidence_count_pages:
 *
 * Returns: how many pages of a document can be shown
 */
guint
redress_evidence_count_pages (const RedressEvidence *self)
{
  guint pages = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (self->renditions, i);

      pages += rendition->use == REDRESS_USE_PAGE;
    }

  return pages;
}
