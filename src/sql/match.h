/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *redress_sql_match_from_typed (const char *typed);

G_END_DECLS
