/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* CRC-32 of IEEE 802.3 against bits that flip; against people there are seals. Begins with 0; what
 * it returns goes on with the next piece. */
guint32 redress_checksum (guint32 sum, gconstpointer data, gsize size);

G_END_DECLS
