/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/decision.h"
#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_decision_table_load (RedressSqlConnection *connection,
                                      gint64 ticket,
                                      GPtrArray *decisions,
                                      GError **error);
/* (nullable) (transfer full): @error is set only if the database failed. */
RedressDecision *redress_decision_table_get (RedressSqlConnection *connection,
                                             gint64 ticket,
                                             gint64 round,
                                             GError **error);
/* CONFLICT: the round has a decision. */
gboolean redress_decision_table_insert (RedressSqlConnection *connection,
                                        gint64 ticket,
                                        gint64 rev,
                                        const RedressDecision *decision,
                                        GError **error);
gboolean redress_decision_table_approve (RedressSqlConnection *connection,
                                         gint64 ticket,
                                         const RedressDecision *decision,
                                         GError **error);
gboolean redress_decision_table_void (RedressSqlConnection *connection,
                                      gint64 ticket,
                                      gint64 round,
                                      GError **error);

/**
 * RedressEffects:
 * @done: (nullable): effects that the platform reported as done
 * @failed: (nullable): effects that it reported as failed, and not as done since
 */
typedef struct
{
  char **done;
  char **failed;
} RedressEffects;

void redress_effects_clear (RedressEffects *self);
gboolean redress_decision_table_get_effects (RedressSqlConnection *connection,
                                             gint64 ticket,
                                             gint64 round,
                                             RedressEffects *effects,
                                             GError **error);
gboolean redress_decision_table_set_effects (RedressSqlConnection *connection,
                                             gint64 ticket,
                                             gint64 round,
                                             const RedressEffects *effects,
                                             const char *effect_state,
                                             GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressEffects, redress_effects_clear)

G_END_DECLS
