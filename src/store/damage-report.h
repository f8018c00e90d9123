/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressDamageReport:
 * @n_waiting: commands that are in the outbox now
 * @n_restored: how many of them came from the journal
 * @n_dropped: commands that were in the damaged file, and had left
 * @n_gaps: places where something may be missing
 * @kept: (nullable): path of the damaged file; %NULL if there is none to keep
 * @at: when it was found
 *
 * What became of a damaged outbox. It lies in a file beside the outbox until somebody has read it,
 * so that neither a crash nor a second start swallows the news.
 */
typedef struct
{
  guint n_waiting;
  guint n_restored;
  guint n_dropped;
  guint n_gaps;
  char *kept;
  RedressTime at;
} RedressDamageReport;

RedressDamageReport *redress_damage_report_new (RedressTime at);
void redress_damage_report_free (RedressDamageReport *self);
RedressDamageReport *redress_damage_report_read (const char *folder);
gboolean
redress_damage_report_write (RedressDamageReport *self, const char *folder, GError **error);
gboolean redress_damage_report_remove (const char *folder, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressDamageReport, redress_damage_report_free)

G_END_DECLS
