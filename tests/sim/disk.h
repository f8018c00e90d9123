/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SimDisk:
 *
 * What lies in one folder, as on the disk of a computer of its own. SQLite writes through it. What
 * was not synced when the power went is there, or not, or in part.
 */
typedef struct _SimDisk SimDisk;

/* Once in a process: SQLite uses it from then on. */
void sim_disk_install (void);
SimDisk *sim_disk_new (const char *folder);
void sim_disk_free (SimDisk *self);
/* From now on nothing is written any more. */
void sim_disk_cut (SimDisk *self);
/* The same after @n_writes more. */
void sim_disk_cut_after (SimDisk *self, guint n_writes);
gboolean sim_disk_is_cut (SimDisk *self);
/* The next @n_writes fail, then it works again. */
void sim_disk_fail (SimDisk *self, guint n_writes);
/* The next @n_reads fail. */
void sim_disk_fail_reads (SimDisk *self, guint n_reads);
/* The power is back. Nobody has its files open. */
void sim_disk_restore (SimDisk *self);

G_END_DECLS
