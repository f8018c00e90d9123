/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressRecord:
 *
 * The statements that ran over a connection, with their values, whatever its engine is.
 */
typedef struct _RedressRecord RedressRecord;

/* Until redress_record_end() everything that @connection runs is written down; one at a time. */
RedressRecord *redress_record_begin (RedressSqlConnection *connection);
void redress_record_end (RedressRecord *self, RedressSqlConnection *connection);
guint redress_record_get_length (const RedressRecord *self);
/* Runs them again, with the same values. */
gboolean
redress_record_run (const RedressRecord *self, RedressSqlConnection *connection, GError **error);
void redress_record_free (RedressRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRecord, redress_record_free)

G_END_DECLS
