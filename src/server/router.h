/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/**
 * RedressRouting:
 * @REDRESS_ROUTING_FOUND: there is such an operation
 * @REDRESS_ROUTING_NO_PATH: no operation has that path
 * @REDRESS_ROUTING_NO_METHOD: operations with that path have other methods
 * @REDRESS_ROUTING_MALFORMED: the path or the query is not well encoded
 */
typedef enum
{
  REDRESS_ROUTING_FOUND,
  REDRESS_ROUTING_NO_PATH,
  REDRESS_ROUTING_NO_METHOD,
  REDRESS_ROUTING_MALFORMED,
} RedressRouting;

RedressRouting redress_router_find (const RedressRouteTable *table,
                                    const char *method,
                                    const char *uri,
                                    const RedressRoute **route,
                                    char ***captures,
                                    char **allow);
GHashTable *redress_router_parse_query (const char *uri);

G_END_DECLS
