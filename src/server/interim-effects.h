/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/command-run.h"

G_BEGIN_DECLS

/* What an interim verdict asks the platform to carry out. */

gboolean redress_interim_effects_load (RedressSqlConnection *connection,
                                       gint64 ticket,
                                       GPtrArray *effects,
                                       GError **error);
gboolean redress_interim_effects_ask (RedressCommandRun *run,
                                      RedressVerdict verdict,
                                      char ***asked,
                                      GError **error);
gboolean redress_interim_effects_report (RedressSqlConnection *connection,
                                         gint64 ticket,
                                         RedressInterimEffect *effect,
                                         const char *state,
                                         RedressTime at,
                                         GError **error);
RedressInterimEffect *
redress_interim_effects_find (GPtrArray *effects, gint64 round, const char *name);

G_END_DECLS
