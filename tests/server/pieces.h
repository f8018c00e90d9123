/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/loop.h"

G_BEGIN_DECLS

/* Evidence of the ticket R-1, as a platform hands it in and a desk asks for it. */

/* (transfer full): the ticket of the loop, as the agent sees it. */
RedressTicket *redress_pieces_fetch (RedressLoop *loop);
/* (transfer full): the same, once no piece waits for its renditions. */
RedressTicket *redress_pieces_await_renditions (RedressLoop *loop);
/* (transfer full): digest of what was handed in. */
char *redress_pieces_upload (RedressLoop *loop, const char *slot, const char *type, GBytes *bytes);
/* A picture of 120 x 80. */
char *redress_pieces_upload_png (RedressLoop *loop, const char *slot);
RedressTestAnswer *
redress_pieces_download (RedressLoop *loop, const char *token, const char *sha256);
/* Takes @taken, which is to be that problem. */
void redress_pieces_expect (RedressTestAnswer *taken, guint status, const char *code);
/* The number that a query of the server's database answers. */
gint64 redress_pieces_count_rows (RedressLoop *loop, const char *sql);

G_END_DECLS
