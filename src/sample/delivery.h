/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "sample/case.h"

G_BEGIN_DECLS

/* A request with the protocol's headers. @bearer (nullable): key or token. */
SoupMessage *redress_delivery_begin (const char *method, const char *bearer, const char *url);
/* Requests of the intake. @key is the platform's. */
SoupMessage *redress_delivery_ticket (const char *server, const char *key, RedressCase *made);
SoupMessage *redress_delivery_piece (const char *server,
                                     const char *key,
                                     RedressCase *made,
                                     RedressPiece *piece);

/* Says that all effects of the decision of @round are done. */
SoupMessage *redress_delivery_effects (const char *server,
                                       const char *key,
                                       RedressCase *made,
                                       gint64 round,
                                       char *const *effects,
                                       RedressTime at);

G_END_DECLS
