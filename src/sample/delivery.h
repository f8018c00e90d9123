/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "sample/case.h"

G_BEGIN_DECLS

/* Requests of the intake. @key is the platform's. */
SoupMessage *
redress_delivery_ticket (const char *server, const char *key, const char *id, RedressCase *made);
SoupMessage *redress_delivery_piece (const char *server,
                                     const char *key,
                                     RedressCase *made,
                                     RedressPiece *piece);

G_END_DECLS
