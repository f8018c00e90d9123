/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack/pack.h"

G_BEGIN_DECLS

/* A Kameng appeal that was made up, and what an export says of it; needs REDRESS_SOURCE_DIR. */
RedressPolicy *redress_test_pack_policy (void);
RedressExport *redress_test_export_new (void);
/* With two decisions, and as many of the others as asked for. */
RedressExport *redress_test_export_new_full (guint facts, guint events, guint pieces);
void redress_test_export_add_fact (RedressTicket *ticket,
                                   const char *name,
                                   const char *text,
                                   gboolean masked);
void redress_test_export_add_piece (RedressTicket *ticket,
                                    guint number,
                                    const char *slot,
                                    RedressSensitivity sensitivity);
/* What piece @number shows. */
GBytes *redress_test_piece_bytes (guint number);

G_END_DECLS
