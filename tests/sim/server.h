/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server-private.h"
#include "sim/disk.h"

G_BEGIN_DECLS

/**
 * SimRequest:
 * @key: (nullable): Idempotency-Key
 * @tag: (nullable): If-None-Match
 *
 * What reaches the server, after its edge.
 */
typedef struct
{
  gatomicrefcount n_refs;
  char *method;
  char *path;
  char *token;
  char *key;
  char *tag;
  GBytes *body; /* (nullable) */
} SimRequest;

/**
 * SimAnswer:
 * @status: 0: the connection broke
 */
typedef struct
{
  guint status;
  GBytes *body; /* (nullable) */
  gint64 grants_version;
} SimAnswer;

typedef void (*SimAnswerFunc) (const SimAnswer *answer, gpointer data);

/**
 * SimServer:
 * @server: (nullable): NULL while it is down
 * @clock: its own, which is right
 *
 * The real server's code, from the handlers down to its database, without threads and sockets.
 */
typedef struct
{
  char *folder;
  char *policies;
  SimDisk *disk;
  RedressClock *clock;
  RedressServer *server;
  GPtrArray *parked; /* (element-type Parked): long polls */
  guint open_id;     /* it tries again to start */
  guint n_crashes;
  /* What looks over its shoulder. @account: who asked; NULL: nobody it knows. */
  void (*before) (const SimRequest *request, gpointer data);
  void (*after) (const SimRequest *request,
                 const SimAnswer *answer,
                 const RedressAccount *account,
                 gpointer data);
  gpointer data;
} SimServer;

SimRequest *sim_request_new (const char *method, const char *path, const char *token, GBytes *body);
SimRequest *sim_request_ref (SimRequest *self);
void sim_request_unref (SimRequest *self);

/* @folder: with a database that is ready. */
void sim_server_begin (SimServer *self, const char *folder);
void sim_server_end (SimServer *self);
/* Tries until it is open. */
void sim_server_open (SimServer *self);
/* The power goes; what was under way gets no answer. */
void sim_server_crash (SimServer *self);
/* @func is called once, sooner or later. */
void sim_server_ask (SimServer *self, SimRequest *request, SimAnswerFunc func, gpointer data);
/* What time brings about. */
void sim_server_sweep (SimServer *self);

G_END_DECLS
