/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/permission.h"
#include "server/request.h"

G_BEGIN_DECLS

/* What the header Redress-Protocol says: the version of all operations together. */
#define REDRESS_PROTOCOL 1

typedef enum
{
  REDRESS_ACCESS_ANYONE,
  REDRESS_ACCESS_LOOPBACK,
  REDRESS_ACCESS_ACCOUNT,   /* any signed-in person */
  REDRESS_ACCESS_CONNECTOR, /* a platform's key; {p} of the route must be its platform */
} RedressAccess;

typedef enum
{
  REDRESS_BODY_NONE,
  REDRESS_BODY_JSON,
  REDRESS_BODY_FILE,
} RedressBody;

/**
 * RedressRoute:
 *
 * @hands_in: open to desks that are too old for the rest: they sign in and empty their outbox
 * @reads: only reads the database, and uses nothing else that changes: readers answer it, several
 * at once, while others write
 * @is_grouped: those that wait for the database are committed together; never parks or computes
 *
 * One operation of data/api/openapi.yaml. The table in routes.c is the only list of them.
 */
typedef struct
{
  const char *method;
  const char *pattern; /* "/v1/tickets/{id}" */
  RedressAccess access;
  RedressBody body;
  RedressHandler handler;
  gboolean hands_in;
  gboolean is_grouped;
  gboolean reads;
} RedressRoute;

/**
 * RedressRouteTable:
 */
typedef struct
{
  const RedressRoute *routes;
  guint n_routes;
} RedressRouteTable;

extern const RedressRouteTable redress_routes;

G_END_DECLS
