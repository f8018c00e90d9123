/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/folder.h"
#include "sync/canned-server.h"
#include "sync/sync.h"

G_BEGIN_DECLS

/* The ticket that a canned desk knows from its first page on. */
#define REDRESS_CANNED_TICKET 7
#define REDRESS_CANNED_DETAILS "/v1/tickets/T-7"
#define REDRESS_CANNED_POLICY "/v1/policies/kameng-virtual/"

/**
 * RedressCannedDesk:
 * @sync: signed in, with the first page applied
 * @server: whose answers are as they should be until a test replaces one
 * @ticket: what the server has
 * @piece: the bytes of its only piece of evidence
 * @digest: of @piece
 * @piece_path: where it is asked for
 *
 * A desk without a window before a server that says exactly what a test wants.
 */
typedef struct
{
  const char *role; /* (nullable): of who signs in, set before the desk is opened; an agent's */
  RedressTestFolder *folder;
  RedressSync *sync;
  RedressCannedServer *server;
  RedressTicket *ticket;
  GBytes *piece;
  char *digest;
  char *piece_path;
  gint64 behind;  /* how far the server's clock is behind that of the desk, in pages from here on */
  guint failures; /* what was said not to come since the last answer was replaced */

  GMutex mutex;
  GCond cond;
  GHashTable *answers; /* (element-type utf8 GBytes), under @mutex: by beginning of the path */
  GBytes *page;        /* (nullable), under @mutex: what the waiting poll gets */
  gboolean closing;    /* under @mutex */
  GHashTable *held;    /* (element-type utf8), under @mutex: beginnings that are not answered yet */
} RedressCannedDesk;

/* Not signed in yet. */
void redress_canned_desk_open (RedressCannedDesk *self);
void redress_canned_desk_close (RedressCannedDesk *self);
/* Returns after the first page. */
void redress_canned_desk_sign_in (RedressCannedDesk *self);
/* From here on paths that begin with @path get the raw @answer (transfer full); an empty one
 * closes the connection. The longest beginning counts. */
void redress_canned_desk_set (RedressCannedDesk *self, const char *path, GBytes *answer);
/* From here on paths that begin with @path are not answered until they are let go. */
void redress_canned_desk_hold (RedressCannedDesk *self, const char *path);
void redress_canned_desk_let_go (RedressCannedDesk *self, const char *path);
/* Gives @ticket as it is now to whoever asks for its details. */
void redress_canned_desk_set_details (RedressCannedDesk *self);
/* Gives the right policy to whoever asks. */
void redress_canned_desk_set_policy (RedressCannedDesk *self);
/* (transfer full): a page with @ticket as it is now. */
GBytes *redress_canned_desk_make_page (RedressCannedDesk *self);
/* Answers the poll that waits, or the next one that does. @answer: (transfer full) */
void redress_canned_desk_push (RedressCannedDesk *self, GBytes *answer);
/* Spins until the desk says so. */
void redress_canned_desk_await_status (RedressCannedDesk *self, RedressSyncStatus status);
/* Spins until the thing could not be fetched, with the answers as they are now. @sha256:
 * (nullable): NULL: the details. */
const GError *redress_canned_desk_await_error (RedressCannedDesk *self, const char *sha256);
/* Spins until the newest details are here, with or without their policy. */
void redress_canned_desk_await_details (RedressCannedDesk *self);
/* Spins until the case can be shown. */
void redress_canned_desk_await_case (RedressCannedDesk *self);
/* A page with a newer state of the ticket; spins until its details are here. */
void redress_canned_desk_change (RedressCannedDesk *self);
/* Asks for the piece as the viewer does. */
gboolean redress_canned_desk_fetch_piece (RedressCannedDesk *self, GError **error);
/* Gives the right piece to whoever asks. */
void redress_canned_desk_set_piece (RedressCannedDesk *self);
/* Whether the ticket says that @digest is on this computer. */
gboolean redress_canned_desk_has_piece (RedressCannedDesk *self);

G_END_DECLS
