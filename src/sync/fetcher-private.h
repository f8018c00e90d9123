/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/fetcher.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_FETCH_DETAILS,
  REDRESS_FETCH_EVIDENCE,
  REDRESS_FETCH_POLICY,
  REDRESS_FETCH_CALENDARS,
} RedressFetchKind;

typedef struct
{
  RedressFetcher *fetcher;
  RedressFetchKind kind;
  gint64 ticket; /* whose; 0: nobody's in particular */
  GArray *also;  /* (nullable) (element-type gint64): tickets that wait for the same policy */
  gint64 rev;    /* of the ticket, as far as it is known */
  gboolean evidence;
  char *name;       /* (nullable): digest, or flow of a policy */
  gint64 version;   /* of a policy */
  gboolean running; /* asked for, and not answered yet */
  gboolean again;   /* it changed since it was asked for */
} RedressFetch;

struct _RedressFetcher
{
  RedressHttp *http;   /* (unowned) */
  RedressStore *store; /* (unowned) */
  char *account;
  GCancellable *cancellable;
  RedressFetchedFunc func;
  gpointer owner;
  GQueue waiting;      /* (element-type RedressFetch) */
  GHashTable *known;   /* (element-type utf8 RedressFetch): what waits or runs */
  GHashTable *refused; /* (element-type utf8 Refusal): what would not come another time either */
  guint running;
  gint64 policies_at; /* when their list came, monotonic time; 0: it did not yet */
  gint64 calendars_at;
};

RedressFetch *
redress_fetch_new (RedressFetchKind kind, gint64 ticket, const char *name, gint64 version);
/* Takes @fetch. */
void redress_fetcher_add (RedressFetcher *self, RedressFetch *fetch, gboolean first);

/* fetcher-take.c: puts a good answer on the disk and wants what it leads to. */
gboolean redress_fetcher_take (RedressFetcher *self,
                               const RedressFetch *fetch,
                               const RedressReply *reply,
                               GError **error);
/* Evidence of a ticket whose details are on the disk. */
void redress_fetcher_want_evidence (RedressFetcher *self, gint64 ticket, gboolean first);

G_END_DECLS
