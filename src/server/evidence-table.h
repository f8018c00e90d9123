/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* Pieces of a ticket. */
#define REDRESS_MAX_EVIDENCE 40

gboolean redress_evidence_table_load (RedressSqlConnection *connection,
                                      gint64 ticket,
                                      GPtrArray *evidence,
                                      GError **error);
gboolean redress_evidence_table_insert (RedressSqlConnection *connection,
                                        gint64 ticket,
                                        RedressEvidence *evidence,
                                        GError **error);
/* Of the oldest piece after @after that has no renditions yet; 0: none, -1: error. */
gint64 redress_evidence_table_next_pending (RedressSqlConnection *connection,
                                            gint64 after,
                                            GError **error);
/* (nullable) (transfer full): NOT_FOUND where there is none. */
gboolean redress_evidence_table_has_unavailable (RedressSqlConnection *connection,
                                                 gboolean *has,
                                                 GError **error);
gboolean redress_evidence_table_retry (RedressSqlConnection *connection,
                                       const char *media_type,
                                       GError **error);
RedressEvidence *redress_evidence_table_get (RedressSqlConnection *connection,
                                             gint64 id,
                                             gint64 *ticket,
                                             GError **error);
gboolean redress_evidence_table_set_renditions (RedressSqlConnection *connection,
                                                gint64 id,
                                                RedressRenditionState state,
                                                const char *reason,
                                                GPtrArray *renditions,
                                                GError **error);
gboolean redress_evidence_table_set_blurred (RedressSqlConnection *connection,
                                             gint64 ticket,
                                             const char *sha256,
                                             gboolean blurred,
                                             GError **error);

G_END_DECLS
