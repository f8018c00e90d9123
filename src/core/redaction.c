/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/redaction.h"

/**
 * redress_box_new:
 *
 * Returns: (transfer full): a box, for g_free()
 */
RedressBox *
redress_box_new (guint x, guint y, guint width, guint height)
{
  const RedressBox box = { x, y, width, height };

  return g_memdup2 (&box, sizeof box);
}

static gboolean
is_within (const RedressBox *box, guint width, guint height)
{
  return box->x < width && box->y < height && box->width <= width - box->x &&
         box->height <= height - box->y;
}

/**
 * redress_boxes_check:
 * @boxes: (nullable) (element-type RedressBox): what is to be painted over
 * @width: of the picture
 * @height: of the picture
 * @error: return location
 *
 * Returns: %FALSE with INVALID if there is no box, if there are too many, or if one is empty or
 *   not within the picture
 */
gboolean
redress_boxes_check (GPtrArray *boxes, guint width, guint height, GError **error)
{
  guint count = boxes != NULL ? boxes->len : 0;

  if (count == 0 || count > REDRESS_MAX_BOXES)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "between 1 and %d boxes, not %u",
                   REDRESS_MAX_BOXES, count);
      return FALSE;
    }
  for (guint i = 0; i < count; i++)
    {
      const RedressBox *box = g_ptr_array_index (boxes, i);

      if (box->width > 0 && box->height > 0 && is_within (box, width, height))
        continue;
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "box %u is not a part of the picture of %u x %u", i + 1, width, height);
      return FALSE;
    }
  return TRUE;
}

/**
 * redress_boxes_to_string:
 * @boxes: (nullable) (element-type RedressBox): boxes
 *
 * Returns: (transfer full): them as the program that paints them reads them
 */
char *
redress_boxes_to_string (GPtrArray *boxes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; boxes != NULL && i < boxes->len; i++)
    {
      const RedressBox *box = g_ptr_array_index (boxes, i);

      g_string_append_printf (text, "%s%u,%u,%u,%u", i > 0 ? ";" : "", box->x, box->y, box->width,
                              box->height);
    }
  return g_string_free (text, FALSE);
}

/**
 * redress_boxes_copy:
 * @boxes: (nullable) (element-type RedressBox): boxes
 *
 * Returns: (transfer full) (nullable): the same
 */
GPtrArray *
redress_boxes_copy (GPtrArray *boxes)
{
  GPtrArray *copy = boxes != NULL ? g_ptr_array_new_with_free_func (g_free) : NULL;

  for (guint i = 0; boxes != NULL && i < boxes->len; i++)
    g_ptr_array_add (copy, g_memdup2 (g_ptr_array_index (boxes, i), sizeof (RedressBox)));
  return copy;
}

/**
 * redress_why_check:
 * @reason: (nullable): why somebody looks at something, or hides it
 * @error: return location
 *
 * Returns: %FALSE with INVALID if it says nothing, TOO_LARGE if it says too much
 */
gboolean
redress_why_check (const char *reason, GError **error)
{
  g_autofree char *bare = reason != NULL ? g_strstrip (g_strdup (reason)) : NULL;

  if (bare == NULL || bare[0] == '\0')
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "the reason is missing");
      return FALSE;
    }
  if (g_utf8_strlen (reason, -1) <= REDRESS_WHY_MAX)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE,
               "the reason is longer than %d characters", REDRESS_WHY_MAX);
  return FALSE;
}

/**
 * redress_redaction_new:
 *
 * Returns: (transfer full): an empty redaction
 */
RedressRedaction *
redress_redaction_new (void)
{
  return g_new0 (RedressRedaction, 1);
}

/**
 * redress_redaction_free:
 * @self: (transfer full) (nullable): a redaction
 */
void
redress_redaction_free (RedressRedaction *self)
{
  if (self == NULL)
    return;

  g_free (self->actor);
  g_free (self->actor_name);
  g_free (self->reason);
  g_free (self->before);
  g_free (self->after);
  g_free (self);
}
