/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/value.h"

static gboolean
has_text (const RedressValue *self)
{
  return self->type == REDRESS_VALUE_TEXT || self->type == REDRESS_VALUE_MASKED;
}

/**
 * redress_value_clear:
 *
 * Makes @self unknown.
 */
void
redress_value_clear (RedressValue *self)
{
  if (has_text (self))
    g_free (self->text);

  self->type = REDRESS_VALUE_UNKNOWN;
  self->integer = 0;
}

/**
 * redress_value_copy:
 * @copy: (inout): an initialised value; what it held is freed
 */
void
redress_value_copy (const RedressValue *self, RedressValue *copy)
{
  RedressValue fresh = *self;

  if (has_text (self))
    fresh.text = g_strdup (self->text);

  redress_value_clear (copy);
  *copy = fresh;
}

/**
 * redress_value_set_boolean:
 * @boolean: any value; not 0 is %TRUE
 */
void
redress_value_set_boolean (RedressValue *self, gboolean boolean)
{
  redress_value_clear (self);
  self->type = REDRESS_VALUE_BOOLEAN;
  self->boolean = boolean != FALSE;
}

/**
 * redress_value_set_integer:
 * @integer: within ±%REDRESS_INTEGER_MAX
 */
void
redress_value_set_integer (RedressValue *self, gint64 integer)
{
  redress_value_clear (self);
  self->type = REDRESS_VALUE_INTEGER;
  self->integer = integer;
}

/**
 * redress_value_set_time:
 * @time: a time; %REDRESS_TIME_UNKNOWN makes the value unknown
 */
void
redress_value_set_time (RedressValue *self, RedressTime time)
{
  redress_value_clear (self);
  if (time == REDRESS_TIME_UNKNOWN)
    return;

  self->type = REDRESS_VALUE_TIME;
  self->time = time;
}

static void
take_text (RedressValue *self, RedressValueType type, char *text)
{
  redress_value_clear (self);
  self->type = type;
  self->text = text;
}

/**
 * redress_value_set_text:
 * @text: a text or a code
 */
void
redress_value_set_text (RedressValue *self, const char *text)
{
  g_return_if_fail (text != NULL);

  take_text (self, REDRESS_VALUE_TEXT, g_strdup (text));
}

/**
 * redress_value_set_masked:
 * @hint: what may be shown, such as "**** 4821"
 */
void
redress_value_set_masked (RedressValue *self, const char *hint)
{
  g_return_if_fail (hint != NULL);

  take_text (self, REDRESS_VALUE_MASKED, g_strdup (hint));
}

/**
 * redress_value_equal:
 *
 * Says whether two values are stored alike. Two unknown values are alike here, which a rule
 * would never say of them.
 */
gboolean
redress_value_equal (const RedressValue *a, const RedressValue *b)
{
  if (a->type != b->type)
    return FALSE;

  switch (a->type)
    {
    case REDRESS_VALUE_UNKNOWN:
      return TRUE;
    case REDRESS_VALUE_BOOLEAN:
      return !a->boolean == !b->boolean;
    case REDRESS_VALUE_INTEGER:
      return a->integer == b->integer;
    case REDRESS_VALUE_TIME:
      return a->time == b->time;
    case REDRESS_VALUE_TEXT:
    case REDRESS_VALUE_MASKED:
      return g_strcmp0 (a->text, b->text) == 0;
    default:
      g_return_val_if_reached (FALSE);
    }
}
