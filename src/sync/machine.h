/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressFailure:
 * @REDRESS_FAILURE_UNREACHABLE: no answer, 408, 425, 429, 5xx, or an answer that cannot be read:
 *   the outcome is unknown and the same bytes go again
 * @REDRESS_FAILURE_UNAUTHORIZED: 401
 * @REDRESS_FAILURE_RESYNC: 410 on the feed
 * @REDRESS_FAILURE_TOO_OLD: 426
 * @REDRESS_FAILURE_REFUSED: any other 4xx: trying again will not help
 */
typedef enum
{
  REDRESS_FAILURE_NONE,
  REDRESS_FAILURE_UNREACHABLE,
  REDRESS_FAILURE_UNAUTHORIZED,
  REDRESS_FAILURE_RESYNC,
  REDRESS_FAILURE_TOO_OLD,
  REDRESS_FAILURE_REFUSED,
} RedressFailure;

RedressFailure redress_failure_from_status (guint status);

typedef enum
{
  REDRESS_EVENT_START, /* a session is there; first_sync says whether the cache is empty */
  REDRESS_EVENT_STOP,
  REDRESS_EVENT_WAKE, /* somebody asks, or the outbox changed */
  REDRESS_EVENT_TIMER,
  REDRESS_EVENT_PAGE, /* a page was applied; more: there is another */
  REDRESS_EVENT_FEED_FAILED,
  REDRESS_EVENT_PUSHED, /* every row of a push has its answer */
  REDRESS_EVENT_PUSH_FAILED,
  REDRESS_EVENT_REFRESHED,
  REDRESS_EVENT_REFRESH_FAILED,
} RedressEventKind;

/**
 * RedressSyncEvent:
 * @next_send: when the outbox has something to send next; REDRESS_TIME_UNKNOWN: nothing.
 *   Read with every event.
 * @retry_after: microseconds the server asked for, 0 = none
 */
typedef struct
{
  RedressEventKind kind;
  gboolean more;
  gboolean first_sync;
  RedressFailure failure;
  gint64 retry_after;
  RedressTime next_send;
} RedressSyncEvent;

typedef enum
{
  REDRESS_DO_POLL = 1 << 0,     /* ask the feed, waiting poll_wait seconds */
  REDRESS_DO_PUSH = 1 << 1,     /* send what the outbox has */
  REDRESS_DO_REFRESH = 1 << 2,  /* exchange the refresh token */
  REDRESS_DO_RESET = 1 << 3,    /* forget the cursor and the rows before the next poll */
  REDRESS_DO_PREFETCH = 1 << 4, /* caught up: fetch what will be wanted */
} RedressSyncAction;

typedef struct
{
  guint actions;
  guint poll_wait;
  RedressTime timer; /* REDRESS_TIME_UNKNOWN: none */
  RedressSyncStatus status;
} RedressSyncStep;

/**
 * RedressMachine:
 *
 * When to ask, when to send, when to wait: state and event in, actions out. No I/O, no
 * clock, no thread, so that a test can drive it through any order of events.
 */
typedef struct
{
  gboolean running;
  gboolean blocked; /* the agent must sign in again */
  gboolean too_old;
  gboolean need_refresh;
  gboolean refreshing;
  gboolean polling;
  gboolean pushing;
  gboolean reachable;
  gboolean caught_up;
  gboolean first_sync;
  gboolean ever_reached;
  guint failures;
  guint push_failures;
  guint retry_budget; /* in tenths of a retry */
  RedressTime retry_at;
  RedressTime push_retry_at;
  RedressTime next_send;
} RedressMachine;

/* @random: any number; spreads the retries of many desks (full jitter, 1 s to 300 s). Ten retries
 * may come at once; after that one for ten requests that succeed, others wait 30 s at least. */
RedressSyncStep redress_machine_step (RedressMachine *self,
                                      const RedressSyncEvent *event,
                                      RedressTime now,
                                      guint32 random);

G_END_DECLS
