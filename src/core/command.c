/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/command.h"

#include "core/error.h"

#include <string.h>

#include <errno.h>
#include <sys/random.h>

#include "core/names.h"

static const char *const command_type_names[] = {
  "claim",  "renew",  "release",        "check_out",     "decide",    "need_info",
  "hold",   "resume", "escalate",       "note",          "hand_over", "merge",
  "redact", "blur",   "approve_second", "refuse_second", "revoke",
};

/**
 * redress_command_type_to_string:
 *
 * Returns: (transfer none): the word for a command in code, wire and database
 */
const char *
redress_command_type_to_string (RedressCommandType type)
{
  return redress_names_get (command_type_names, G_N_ELEMENTS (command_type_names), type);
}

/**
 * redress_command_type_from_string:
 * @text: (nullable): a word
 * @type: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no command has this word
 */
gboolean
redress_command_type_from_string (const char *text, RedressCommandType *type)
{
  int found = redress_names_find (command_type_names, G_N_ELEMENTS (command_type_names), text);

  if (found < 0)
    return FALSE;

  *type = (RedressCommandType)found;
  return TRUE;
}

/**
 * redress_command_type_is_durable:
 *
 * A claim that arrives an hour late helps nobody, so claims are not kept.
 *
 * Returns: %TRUE if a command of this type is kept in the outbox until it is answered
 */
gboolean
redress_command_type_is_durable (RedressCommandType type)
{
  return type != REDRESS_COMMAND_CLAIM && type != REDRESS_COMMAND_RENEW &&
         type != REDRESS_COMMAND_RELEASE && type != REDRESS_COMMAND_CHECK_OUT &&
         type != REDRESS_COMMAND_REVOKE;
}

/**
 * redress_command_type_proves_what_was_seen:
 *
 * Returns: %TRUE if a command of this type carries a digest of what its author saw
 */
gboolean
redress_command_type_proves_what_was_seen (RedressCommandType type)
{
  return type == REDRESS_COMMAND_DECIDE || type == REDRESS_COMMAND_APPROVE_SECOND;
}

/**
 * redress_command_type_takes_draft:
 *
 * Returns: %TRUE if a command of this type is made of the ticket's draft, so that the draft ends
 *   with it
 */
gboolean
redress_command_type_takes_draft (RedressCommandType type)
{
  return type == REDRESS_COMMAND_DECIDE || type == REDRESS_COMMAND_NEED_INFO ||
         type == REDRESS_COMMAND_HOLD || type == REDRESS_COMMAND_ESCALATE;
}

/**
 * redress_command_new:
 * @type: what is intended
 * @ticket: id of the ticket
 *
 * Returns: (transfer full): a command without an id
 */
RedressCommand *
redress_command_new (RedressCommandType type, gint64 ticket)
{
  RedressCommand *self = g_new0 (RedressCommand, 1);

  self->type = type;
  self->ticket = ticket;
  self->until = REDRESS_TIME_UNKNOWN;
  self->made_at = REDRESS_TIME_UNKNOWN;
  self->boxes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * redress_command_copy:
 * @self: (nullable): a command
 *
 * Returns: (transfer full) (nullable): a copy of @self, with the same id
 */
RedressCommand *
redress_command_copy (const RedressCommand *self)
{
  RedressCommand *copy;

  if (self == NULL)
    return NULL;

  copy = g_memdup2 (self, sizeof *self);
  copy->command_id = g_strdup (self->command_id);
  copy->seen_digest = g_strdup (self->seen_digest);
  copy->reason_code = g_strdup (self->reason_code);
  copy->note = g_strdup (self->note);
  copy->message = g_strdup (self->message);
  copy->message_language = g_strdup (self->message_language);
  copy->override_reason = g_strdup (self->override_reason);
  copy->cited = g_strdupv (self->cited);
  copy->opened = g_strdupv (self->opened);
  copy->ask = g_strdup (self->ask);
  copy->slots = g_strdupv (self->slots);
  copy->fact_names = g_strdupv (self->fact_names);
  copy->hand_to = g_strdup (self->hand_to);
  copy->group = g_strdup (self->group);
  copy->evidence = g_strdup (self->evidence);
  copy->boxes = redress_boxes_copy (self->boxes);
  return copy;
}

/**
 * redress_command_free:
 * @self: (transfer full) (nullable): a command
 */
void
redress_command_free (RedressCommand *self)
{
  if (self == NULL)
    return;

  g_free (self->command_id);
  g_free (self->seen_digest);
  g_free (self->reason_code);
  g_free (self->note);
  g_free (self->message);
  g_free (self->message_language);
  g_free (self->override_reason);
  g_strfreev (self->cited);
  g_strfreev (self->opened);
  g_free (self->ask);
  g_strfreev (self->slots);
  g_strfreev (self->fact_names);
  g_free (self->hand_to);
  g_free (self->group);
  g_free (self->evidence);
  g_ptr_array_unref (self->boxes);
  g_free (self);
}

/**
 * redress_command_id_new:
 * @now: the time by the caller's clock
 *
 * Makes a UUIDv7 (RFC 9562). The twelve bits behind the version hold the fraction of the
 * millisecond, so ids of different microseconds sort by time without any state.
 *
 * Returns: (transfer full): 36 characters in lower case
 */
char *
redress_command_id_new (RedressTime now)
{
  guint64 milliseconds;
  guint fraction;
  guint8 random[8];

  g_return_val_if_fail (now >= 0, NULL);

  if (getrandom (random, sizeof random, 0) != sizeof random)
    g_error ("The system gives no random numbers: %s", g_strerror (errno));

  milliseconds = (guint64)now / 1000;
  fraction = (guint)(now % 1000) * 4096 / 1000;
  return g_strdup_printf ("%08x-%04x-7%03x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          (guint)((milliseconds >> 16) & 0xffffffff),
                          (guint)(milliseconds & 0xffff), fraction, 0x80 | (random[0] & 0x3f),
                          random[1], random[2], random[3], random[4], random[5], random[6],
                          random[7]);
}

/**
 * redress_command_text_excess:
 * @text: (nullable): a text that becomes part of a command
 *
 * Returns: how many of its characters lie beyond what a command takes
 */
guint
redress_command_text_excess (const char *text)
{
  if (text == NULL || strlen (text) <= REDRESS_COMMAND_TEXT_MAX)
    return 0;
  return (guint)(g_utf8_strlen (text, -1) - g_utf8_strlen (text, REDRESS_COMMAND_TEXT_MAX));
}

/**
 * redress_command_check_texts:
 * @self: a command
 * @error: return location
 *
 * Returns: whether its texts fit; %FALSE with INVALID that says which does not, and by how much
 */
gboolean
redress_command_check_texts (const RedressCommand *self, GError **error)
{
  const struct
  {
    const char *name;
    const char *text;
  } texts[] = {
    { "note", self->note },
    { "message", self->message },
    { "override_reason", self->override_reason },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      guint excess = redress_command_text_excess (texts[i].text);

      if (excess == 0)
        continue;
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s is %u characters too long",
                   texts[i].name, excess);
      return FALSE;
    }
  return TRUE;
}

/**
 * redress_command_get_verdict:
 * @command: a command
 *
 * Returns: the verdict it carries out; %REDRESS_VERDICT_NONE for commands that are none
 */
RedressVerdict
redress_command_get_verdict (const RedressCommand *command)
{
  switch (command->type)
    {
    case REDRESS_COMMAND_NEED_INFO:
      return REDRESS_VERDICT_NEED_INFO;
    case REDRESS_COMMAND_HOLD:
      return REDRESS_VERDICT_HOLD;
    case REDRESS_COMMAND_ESCALATE:
      return REDRESS_VERDICT_ESCALATE;
    case REDRESS_COMMAND_DECIDE:
    case REDRESS_COMMAND_CLAIM:
    case REDRESS_COMMAND_RENEW:
    case REDRESS_COMMAND_REVOKE:
    case REDRESS_COMMAND_RELEASE:
    case REDRESS_COMMAND_CHECK_OUT:
    case REDRESS_COMMAND_RESUME:
    case REDRESS_COMMAND_NOTE:
    case REDRESS_COMMAND_HAND_OVER:
    case REDRESS_COMMAND_MERGE:
    case REDRESS_COMMAND_REDACT:
    case REDRESS_COMMAND_BLUR:
    case REDRESS_COMMAND_APPROVE_SECOND:
    case REDRESS_COMMAND_REFUSE_SECOND:
    default:
      return command->verdict;
    }
}
