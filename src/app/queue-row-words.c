/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-row-words.h"

#include "app/labels.h"
#include "app/platforms.h"
#include "app/race-words.h"

/* Tickets of one product are told apart by why somebody asks. */
char *
redress_row_format_reason (RedressSummary *summary)
{
  const char *ground = redress_platforms_get_ground (redress_platforms_get_default (),
                                                     summary->flow, summary->reason_code);
  const char *title =
      summary->title != NULL && *summary->title != '\0' ? summary->title : summary->reason_text;

  return ground != NULL ? g_strdup_printf ("%s · %s", ground, title) : g_strdup (title);
}

static void
init_race (RedressRowWords *self, RedressSummary *summary, RedressTime now)
{
  self->time = redress_race_format_time (summary->race, now);
  self->reason = redress_race_format_states (summary->race, summary->flow);
  self->who = redress_race_format_ages (summary->race, now);
  self->stage = redress_race_get_stage (summary->race, now);
}

void
redress_row_words_init (RedressRowWords *self,
                        RedressSummary *summary,
                        gboolean race,
                        RedressTime now)
{
  gint64 soon = redress_platforms_get_soon_minutes (redress_platforms_get_default (), summary->flow,
                                                    summary->kind);

  if (race && summary->race != NULL)
    {
      init_race (self, summary, now);
      return;
    }
  self->time = redress_format_due (summary, now);
  self->reason = redress_row_format_reason (summary);
  self->who = g_strdup_printf ("%s · %s", redress_kind_get_label (summary->kind),
                               summary->customer_name != NULL ? summary->customer_name : "");
  self->stage = redress_due_get_stage (summary, now, soon);
}

void
redress_row_words_clear (RedressRowWords *self)
{
  g_clear_pointer (&self->time, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->who, g_free);
}
