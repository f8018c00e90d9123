/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/chat.h"

/* "customer" or one of the ids. */
static const char *
name_side (RedressStory *self, const RedressChat *chat, const char *customer, const char *id)
{
  for (guint i = 0; chat->ids[i] != NULL; i++)
    if (g_str_equal (chat->ids[i], id))
      return redress_story_say (self, chat->names_zh[i], chat->names_en[i]);
  return customer;
}

/**
 * redress_story_add_chat:
 *
 * Adds a transcript; lines that would lie in the future have not been written yet.
 */
void
redress_story_add_chat (RedressStory *self, const RedressChat *chat, RedressTime about)
{
  RedressRecord *record = redress_record_new_transcript ();
  g_autofree char *customer = redress_story_get_customer (self);
  RedressTime last = about;

  redress_record_add_participant (record, customer, "customer");
  for (guint i = 0; chat->ids[i] != NULL; i++)
    redress_record_add_participant (record, name_side (self, chat, customer, chat->ids[i]),
                                    chat->ids[i]);
  for (guint i = 0; i < chat->n_lines; i++)
    {
      const RedressChatLine *line = &chat->lines[i];
      RedressTime at = about + line->seconds * REDRESS_SECOND;

      if (at > self->now)
        break;
      redress_record_say (record, at, name_side (self, chat, customer, line->from),
                          line->zh != NULL ? redress_story_say (self, line->zh, line->en)
                                           : self->ticket->reason_full);
      if (line->proves != NULL)
        redress_record_prove (record, line->proves);
      last = at;
    }
  redress_story_keep (self, chat->slot, "customer", REDRESS_SENSITIVITY_PERSONAL, "chat.json",
                      REDRESS_MEDIA_TRANSCRIPT, last + REDRESS_MINUTE, record);
}
