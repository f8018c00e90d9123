/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* Adds to each piece what was painted over in it. @evidence: sorted by id */
gboolean redress_redaction_table_load (RedressSqlConnection *connection,
                                       gint64 ticket,
                                       GPtrArray *evidence,
                                       GError **error);
/* Takes the renditions of a piece away and has them made again with @boxes painted over. */
gboolean redress_redaction_table_insert (RedressSqlConnection *connection,
                                         const RedressEvidence *evidence,
                                         const RedressRedaction *redaction,
                                         GPtrArray *boxes,
                                         GError **error);
/* (nullable) (transfer full): all that is to be painted over in a piece, as
 * redress_boxes_to_string() writes it; NULL without an error: nothing is. */
char *redress_redaction_table_dup_boxes (RedressSqlConnection *connection,
                                         gint64 evidence,
                                         GError **error);
/* The new view is there. @before: (out) (transfer full) (nullable): digest of the one before;
 * NULL: nothing was painted over. */
gboolean redress_redaction_table_settle (RedressSqlConnection *connection,
                                         gint64 evidence,
                                         const char *after,
                                         char **before,
                                         GError **error);
/* Removes files of renditions that nothing shows any more. */
gboolean redress_redaction_table_sweep (RedressSqlConnection *connection,
                                        const char *data_dir,
                                        GError **error);

G_END_DECLS
