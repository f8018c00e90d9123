/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/jobs.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* What a server keeps open for reading where nobody says otherwise. */
#define REDRESS_READERS_DEFAULT 4
#define REDRESS_READERS_MAX 64

/**
 * RedressReaders:
 *
 * A pool of threads that only read the database, each over a connection of its own: what they do
 * waits neither for who writes nor for the disk. jobs.h declares the type.
 */
RedressReaders *redress_readers_new (const char *location, guint n_readers, GError **error);
void redress_readers_free (RedressReaders *self);
void redress_readers_push (RedressReaders *self, RedressJobFunc func, gpointer data);
guint redress_readers_count_waiting (RedressReaders *self);
/* (transfer none) (nullable): of the calling thread; %NULL where it is no reader. */
RedressSqlConnection *redress_readers_get_connection (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressReaders, redress_readers_free)

G_END_DECLS
