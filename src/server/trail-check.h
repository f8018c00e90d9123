/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_trail_check (RedressSqlConnection *connection,
                              const char *data_dir,
                              GPtrArray *mistakes,
                              GError **error);

G_END_DECLS
