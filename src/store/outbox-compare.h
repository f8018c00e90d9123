/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/outbox-journal.h"

G_BEGIN_DECLS

/**
 * RedressOutboxComparison:
 * @journal: what the journal says
 * @is_salvaged: the database was salvaged: rows may be missing anywhere
 * @n_put: (out): commands that came from the journal
 * @n_dropped: (out): rows that had left
 *
 * The outbox beside its journal.
 */
typedef struct
{
  const RedressJournalContent *journal;
  gboolean is_salvaged;
  guint n_put;
  guint n_dropped;
} RedressOutboxComparison;

gboolean redress_outbox_compare (RedressSqlConnection *outbox,
                                 RedressOutboxComparison *comparison,
                                 GError **error);

G_END_DECLS
