/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <microhttpd.h>

#include "server/edge.h"
#include "server/edge-upload.h"
#include "server/routes.h"

G_BEGIN_DECLS

/* What the files of the edge share. Three kinds of threads meet here: the one of libmicrohttpd,
 * those of the database and of what is computed, and the one of the main context. A request is
 * touched by one of them at a time: it is handed over by suspending and resuming it. What several
 * touch stands under the lock of the edge. */

#define REDRESS_EDGE_LARGEST_DISCARD (8 * 1024 * 1024)

/* What a connection is doing, and so what it may be closed for. */
typedef enum
{
  REDRESS_SOCKET_HEADERS,
  REDRESS_SOCKET_BODY,
  REDRESS_SOCKET_WORKING, /* no limit of the edge */
  REDRESS_SOCKET_ANSWER,
  REDRESS_SOCKET_IDLE,
} RedressSocketPhase;

/* One connection. */
typedef struct
{
  GList link; /* in sockets of the edge */
  RedressEdge *edge;
  int fd;
  gboolean is_loopback;
  RedressSocketPhase phase;
  gint64 deadline; /* monotonic time, 0 for none */
  gboolean is_reaped;
  gboolean is_gone; /* the client had hung up when it was last looked at */
} RedressEdgeSocket;

typedef enum
{
  REDRESS_EXCHANGE_NEW,
  REDRESS_EXCHANGE_ADMITTING, /* suspended: may this account upload at all? */
  REDRESS_EXCHANGE_BODY,
  REDRESS_EXCHANGE_DISCARD, /* refused, the rest of the body is read and dropped */
  REDRESS_EXCHANGE_RUNNING, /* suspended: handler, computing or parked */
  REDRESS_EXCHANGE_ANSWER,  /* the response is there */
  REDRESS_EXCHANGE_SENT,
} RedressExchangePhase;

/* One request and its answer. */
typedef struct
{
  RedressEdge *edge;
  RedressEdgeSocket *socket; /* (nullable) until the headers are there */
  struct MHD_Connection *connection;
  RedressExchangePhase phase;
  char id[17];
  char *uri; /* as it came */
  char *method;
  const RedressRoute *route; /* (nullable) until it is found */
  char **captures;
  GHashTable *query;
  GHashTable *headers;
  gint64 content_length; /* -1: none given */
  GByteArray *body;
  gsize reserved;        /* of the space for larger bodies */
  RedressUpload *upload; /* (nullable) */
  gboolean must_close;
  gint64 started; /* monotonic */
  RedressTime received_at;
  RedressAccount *account; /* (nullable) */
  gboolean is_counted;     /* among the requests of its account */
  gpointer computed;       /* (nullable): goes to the next run of the handler */
  GDestroyNotify computed_free;
  RedressResponse response;
  gint64 sent_bytes;
  /* Parked. */
  GList link;        /* in parked or grouped of the edge */
  gint64 park_until; /* monotonic */
  gboolean was_parked;
  guint64 seen_moves; /* of the feeds, before the handler read them */
  gboolean is_last_run;
} RedressExchange;

struct _RedressEdge
{
  RedressServer *server;
  RedressJobs *jobs;
  const RedressRouteTable *routes;
  RedressEdgeLimits limits;
  gboolean has_tls;
  struct MHD_Daemon *daemon;
  char *url;
  GSource *reaper;
  GSource *waker;
  guint64 id_base;
  int n_requests; /* (atomic): for ids */

  GMutex lock;
  GCond cond;        /* n_exchanges or n_away went down */
  GQueue sockets;    /* (element-type RedressEdgeSocket) */
  gsize large_bytes; /* of larger bodies */
  guint n_exchanges; /* requests whose headers are read and whose answer is not sent */
  guint n_away;      /* suspended exchanges: other threads hold them */
  gboolean draining;
  gboolean stopping;
  GHashTable *counts; /* (element-type utf8 guint): requests at once by account */
  GQueue parked;      /* (element-type RedressExchange) */
  GQueue late;        /* polls whose time is over, until somebody answers them */
  GQueue grouped;     /* (element-type RedressExchange): wait to be committed together */
  GHashTable *feeds;  /* (element-type utf8 Feed) by platform */
  guint64 n_moves;    /* of all feeds */
  /* (owned) (nullable) (element-type utf8): moved in the group that is not committed yet */
  GHashTable *held_moves;
};

/* edge-socket.c */
void redress_edge_notify_connection (gpointer edge,
                                     struct MHD_Connection *connection,
                                     gpointer *socket_context,
                                     enum MHD_ConnectionNotificationCode code);
gboolean
redress_edge_socket_enter (RedressEdgeSocket *self, RedressSocketPhase phase, gint64 limit_ms);
gboolean redress_edge_reap (gpointer edge);
RedressEdgeSocket *redress_edge_socket_get (struct MHD_Connection *connection);

/* edge-check.c */
gboolean redress_exchange_check (RedressExchange *self, const char *version);
gboolean redress_exchange_is_local (RedressExchange *self);

/* edge-body.c */
void redress_exchange_add_to_body (RedressExchange *self, const char *data, gsize size);
void redress_exchange_drop_body (RedressExchange *self);

/* edge-exchange.c */
RedressExchange *
redress_exchange_new (RedressEdge *edge, struct MHD_Connection *connection, const char *uri);
void redress_exchange_free (RedressExchange *self);
void redress_exchange_admit (RedressExchange *self);
void redress_exchange_run (RedressExchange *self);
void redress_exchange_push (RedressExchange *self, RedressJobFunc func, gpointer data);
void redress_exchange_handle (RedressExchange *self);
void redress_exchange_settle (RedressExchange *self);
void redress_exchange_run_again (RedressExchange *self);
void redress_exchange_finish (RedressExchange *self);
void redress_exchange_answer_busy (RedressExchange *self);
void redress_exchange_log (RedressExchange *self);

/* edge-reply.c */
enum MHD_Result redress_exchange_reply (RedressExchange *self);

/* edge-group.c */
void redress_edge_group_add (RedressExchange *exchange);

/* edge-late.c */
void redress_edge_late_add (RedressExchange *exchange, gint64 now);
gint64 redress_edge_late_get_next (RedressEdge *edge);
GPtrArray *redress_edge_late_take (RedressEdge *edge, gint64 now);

/* edge-poll.c */
void redress_edge_polls_init (RedressEdge *self, GMainContext *context);
void redress_edge_polls_clear (RedressEdge *self);
guint64 redress_edge_count_moves (RedressEdge *self);
gboolean redress_edge_park (RedressExchange *exchange);
gboolean redress_edge_rest (RedressExchange *exchange);
void redress_edge_wake_all (RedressEdge *self);

G_END_DECLS
