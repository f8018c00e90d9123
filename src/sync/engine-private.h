/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/engine.h"
#include "sync/fetcher.h"

G_BEGIN_DECLS

struct _RedressEngine
{
  RedressClock *clock;
  RedressEngineListener listener;
  gpointer owner;

  RedressMachine machine;
  RedressSyncStatus status;
  RedressHttp *http;       /* (owned) (nullable) */
  RedressSession *session; /* (owned) (nullable) */
  RedressStore *store;     /* (owned) (nullable) */
  RedressFetcher *fetcher; /* (owned) (nullable) */
  char *witness_folder;    /* (nullable) */
  RedressWitness *witness; /* (owned) (nullable) */
  GCancellable *cancellable;
  GSource *timer;      /* (nullable) */
  GSource *keep_alive; /* (nullable): renews claim and session */
  gint64 grants_version;
  gint64 open_ticket;
  GPtrArray *sending;    /* (nullable) (element-type RedressSendable): rows of the push */
  guint n_alone;         /* so many commands go one by one, for together they were refused */
  gboolean push_refused; /* the last push was refused, not in the words of our server */
  char *asked_from;      /* (nullable): the cursor of the running poll */
  guint applied;         /* changes applied since the first sync began */
  gboolean prefetch;
  gboolean asking_me;
};

/* Feeds the machine and carries out what it answers. */
void redress_engine_event (RedressEngine *self, RedressSyncEvent event);
/* Failure of a reply or of the transport; also notes trouble, grants and unauthorized. */
RedressFailure
redress_engine_judge (RedressEngine *self, const RedressReply *reply, const GError *error);
/* (nullable): a JSON object from a good reply; garbled answers are errors. */
JsonNode *redress_engine_parse (const RedressReply *reply, GError **error);

/* What a refusal of the server means, by its code; @words are marked for translation. */
typedef struct
{
  const char *code;
  const char *words;
} RedressRefusal;

/* (transfer full): CONFLICT in the words of @refusals, or what the status says. */
GError *redress_engine_create_refusal (const RedressReply *reply,
                                       const RedressRefusal *refusals,
                                       guint n_refusals);

/**
 * RedressQuestion:
 * @refusals: (nullable): what the server may say instead
 * @read: makes the answer of a good reply; %NULL with an error if it is none
 * @destroy: frees an answer
 * @changes: the feed has something new after it
 *
 * What somebody asks of the server who waits for the answer, as data.
 */
typedef struct
{
  const RedressRefusal *refusals;
  guint n_refusals;
  gpointer (*read) (JsonObject *object, GError **error);
  GDestroyNotify destroy;
  gboolean changes;
} RedressQuestion;

/* Takes @task, which finishes with the answer; the way to ask for what is not in the feed. */
void redress_engine_ask (RedressEngine *self,
                         const RedressQuestion *question,
                         const RedressCall *call,
                         GTask *task);

void redress_engine_push (RedressEngine *self);
void redress_engine_renew (RedressEngine *self);

/* Takes @task, if it is answered because nobody is signed in. */
gboolean redress_engine_refuse_offline (RedressEngine *self, GTask *task);

G_END_DECLS
