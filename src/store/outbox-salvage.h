/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

/* A damaged outbox.db: nothing of it is ever thrown away. */

gboolean redress_outbox_salvage_finish (RedressDisk *disk, GError **error);
gboolean redress_outbox_salvage (RedressDisk *disk,
                                 const RedressJournalContent *journal,
                                 const GError *why,
                                 GError **error);

G_END_DECLS
