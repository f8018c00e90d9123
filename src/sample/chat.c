/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/chat.h"

/**
 * redress_story_add_chat:
 *
 * Adds a transcript; lines that would lie in the future have not been written yet.
 */
void
redress_story_add_chat (RedressStory *self, const RedressChat *chat, RedressTime about)
{
  RedressRecord *record = redress_transcript_new ();
  g_autofree char *customer = redress_story_get_customer (self);
  RedressTime last = about;

  redress_transcript_add_participant (record, "customer", customer);
  for (guint i = 0; chat->ids[i] != NULL; i++)
    redress_transcript_add_participant (
        record, chat->ids[i], redress_story_say (self, chat->names_zh[i], chat->names_en[i]));
  for (guint i = 0; i < chat->n_lines; i++)
    {
      const RedressChatLine *line = &chat->lines[i];
      RedressTime at = about + line->seconds * REDRESS_SECOND;

      if (at > self->now)
        break;
      redress_transcript_say (record, at, line->from,
                              line->zh != NULL ? redress_story_say (self, line->zh, line->en)
                                               : self->ticket->reason_full);
      last = at;
    }
  redress_story_keep (self, chat->slot, "customer", REDRESS_SENSITIVITY_PERSONAL, "chat.json",
                      REDRESS_MEDIA_TRANSCRIPT, last + REDRESS_MINUTE, record);
}
