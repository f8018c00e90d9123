/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/jobs.h"
#include "server/metrics.h"
#include "server/routes.h"

G_BEGIN_DECLS

/**
 * RedressEdgeLimits:
 *
 * What a client may ask of the edge. Times in milliseconds.
 */
typedef struct
{
  guint header_bytes; /* request line and headers: 431 */
  guint json_bytes;   /* body of JSON: 413 */
  gint64 file_bytes;  /* body that is a file: 413 */
  gsize large_bytes;  /* bodies of JSON that are not small, of all connections together: 503 */
  guint header_ms;    /* from the start of a connection to the end of the headers: 408 */
  guint body_ms;      /* to the end of the body, and 1 s more per 256 KiB: 408 */
  guint idle_ms;      /* between two requests of one connection */
  guint answer_ms;    /* to take an answer, and 1 s more per 64 KiB */
  guint connections;  /* 429 */
  guint per_account;  /* requests at once: 429 */
  guint park_ms;      /* a long poll at most */
  guint late_ms;      /* how long one waits for the database when its time is over: 503 */
  guint wake_gap_ms;  /* between two wake-ups by one feed */
  guint drain_ms;     /* at the end, for requests that are under way */
  guint protocol;     /* desks that speak less may only hand in what they recorded: 426 */
} RedressEdgeLimits;

extern const RedressEdgeLimits redress_edge_limits_default;

/**
 * RedressEdgeOptions:
 * @address: (nullable): a numeric address; %NULL for 127.0.0.1
 * @port: 0 for any
 * @try_next_ports: take one of the next ports where @port is taken
 * @certificate: (nullable): PEM text of the certificate chain; speaks TLS
 * @private_key: (nullable): PEM text of its key
 * @routes: (nullable): other operations than redress_routes (tests)
 * @limits: limits
 */
typedef struct
{
  const char *address;
  guint16 port;
  gboolean try_next_ports;
  const char *certificate;
  const char *private_key;
  const RedressRouteTable *routes;
  RedressEdgeLimits limits;
} RedressEdgeOptions;

/**
 * RedressEdge:
 *
 * The part that faces the network: HTTP/1.1 on libmicrohttpd, whose framing, sizes, times and
 * numbers of connections are checked before a handler sees a request.
 */
typedef struct _RedressEdge RedressEdge;

RedressEdge *redress_edge_start (RedressServer *server,
                                 RedressJobs *jobs,
                                 GMainContext *context,
                                 const RedressEdgeOptions *options,
                                 GError **error);
void redress_edge_stop (RedressEdge *self);
void redress_edge_free (RedressEdge *self);
const char *redress_edge_get_url (RedressEdge *self);
gboolean redress_edge_is_draining (RedressEdge *self);
/* Sets the gauges of connections and requests. */
void redress_edge_measure (RedressEdge *self, RedressMetrics *metrics);
/* Database thread. */
void redress_edge_feed_moved (RedressEdge *self, const char *platform);

gboolean redress_edge_is_loopback (const char *address);

G_END_DECLS
