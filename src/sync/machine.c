/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/machine.h"

#define TOO_OLD_RETRY (5 * REDRESS_MINUTE)
#define RETRY_BASE REDRESS_SECOND
#define RETRY_CAP (300 * REDRESS_SECOND)
#define POLL_WAIT 25
/* A tenth of what succeeds may be tried again, and a few more at once. */
#define RETRIES_AT_ONCE 10
#define SUCCESSES_A_RETRY 10
#define BUDGET_MAX (RETRIES_AT_ONCE * SUCCESSES_A_RETRY)
#define OUT_OF_BUDGET (60 * REDRESS_SECOND)

RedressFailure
redress_failure_from_status (guint status)
{
  if (status >= 200 && status < 300)
    return REDRESS_FAILURE_NONE;
  switch (status)
    {
    case 401:
      return REDRESS_FAILURE_UNAUTHORIZED;
    case 410:
      return REDRESS_FAILURE_RESYNC;
    case 426:
      return REDRESS_FAILURE_TOO_OLD;
    case 408:
    case 425:
    case 429:
      return REDRESS_FAILURE_UNREACHABLE;
    default:
      return status >= 400 && status < 500 ? REDRESS_FAILURE_REFUSED : REDRESS_FAILURE_UNREACHABLE;
    }
}

/* FALSE: so much failed among what succeeded that trying again is part of the trouble. */
static gboolean
spend_retry (RedressMachine *self)
{
  if (self->retry_budget < SUCCESSES_A_RETRY)
    return FALSE;
  self->retry_budget -= SUCCESSES_A_RETRY;
  return TRUE;
}

static void
note_success (RedressMachine *self)
{
  self->retry_budget = MIN (self->retry_budget + 1, (guint)BUDGET_MAX);
}

/* Full jitter keeps many desks from coming back in step. Where the server named a time, half
 * of the jitter is fixed, so that it never collapses to nothing. A server that fails every other
 * request lets no wait grow: the budget of retries does. */
static gint64
backoff (RedressMachine *self, guint failures, gint64 retry_after, guint32 random)
{
  gboolean has_budget = spend_retry (self);
  gint64 ceiling = RETRY_BASE << MIN (failures, 9u);
  gint64 spread = MIN (has_budget ? ceiling : MAX (ceiling, OUT_OF_BUDGET), RETRY_CAP);
  gint64 jitter = spread / 1000 * (random % 1000);

  return retry_after > 0 || !has_budget ? MAX (retry_after, spread / 2 + jitter / 2) : jitter;
}

static void
note_unreachable (RedressMachine *self,
                  const RedressSyncEvent *event,
                  RedressTime now,
                  guint32 random)
{
  self->reachable = FALSE;
  self->failures++;
  self->retry_at = now + backoff (self, self->failures, event->retry_after, random);
}

static void
note_reached (RedressMachine *self)
{
  self->reachable = TRUE;
  self->ever_reached = TRUE;
  self->failures = 0;
  self->retry_at = 0;
}

/* A server may be rolled out, a proxy may be wrong: it is asked again, only not often. */
static void
note_too_old (RedressMachine *self, RedressTime now)
{
  self->too_old = TRUE;
  self->retry_at = now + TOO_OLD_RETRY;
}

/* What any request may be told. Returns TRUE if that settles it. */
static gboolean
note_failure (RedressMachine *self, const RedressSyncEvent *event, RedressTime now)
{
  if (event->failure == REDRESS_FAILURE_UNAUTHORIZED)
    self->need_refresh = TRUE;
  else if (event->failure == REDRESS_FAILURE_TOO_OLD)
    note_too_old (self, now);
  else
    return FALSE;
  return TRUE;
}

static void
feed_failed (RedressMachine *self,
             const RedressSyncEvent *event,
             RedressTime now,
             guint32 random,
             RedressSyncStep *step)
{
  self->polling = FALSE;
  if (note_failure (self, event, now))
    return;
  if (event->failure == REDRESS_FAILURE_RESYNC)
    {
      step->actions |= REDRESS_DO_RESET;
      self->caught_up = FALSE;
      self->first_sync = TRUE;
      return;
    }
  note_unreachable (self, event, now, random);
}

static void
push_failed (RedressMachine *self, const RedressSyncEvent *event, RedressTime now, guint32 random)
{
  self->pushing = FALSE;
  if (note_failure (self, event, now))
    {
      /* The rows wait as the feed does; a server that takes none of them is not asked on. */
      if (event->failure == REDRESS_FAILURE_TOO_OLD)
        self->push_retry_at = self->retry_at;
      return;
    }
  self->push_failures++;
  self->push_retry_at = now + backoff (self, self->push_failures, event->retry_after, random);
  if (event->failure == REDRESS_FAILURE_UNREACHABLE)
    self->reachable = FALSE;
}

static void
refresh_failed (RedressMachine *self,
                const RedressSyncEvent *event,
                RedressTime now,
                guint32 random)
{
  self->refreshing = FALSE;
  if (event->failure == REDRESS_FAILURE_TOO_OLD)
    note_too_old (self, now);
  else if (event->failure == REDRESS_FAILURE_UNREACHABLE)
    note_unreachable (self, event, now, random);
  else
    self->blocked = TRUE;
}

static void
start (RedressMachine *self, const RedressSyncEvent *event)
{
  gboolean first_sync = event->first_sync;

  *self = (RedressMachine){
    .running = TRUE,
    .first_sync = first_sync,
    .next_send = event->next_send,
    .reachable = TRUE,
    .retry_budget = BUDGET_MAX,
  };
}

static void
wake (RedressMachine *self)
{
  self->retry_at = 0;
  self->push_retry_at = 0;
}

static void
note_event (RedressMachine *self,
            const RedressSyncEvent *event,
            RedressTime now,
            guint32 random,
            RedressSyncStep *step)
{
  switch (event->kind)
    {
    case REDRESS_EVENT_START:
      start (self, event);
      break;
    case REDRESS_EVENT_STOP:
      self->running = FALSE;
      break;
    case REDRESS_EVENT_WAKE:
      wake (self);
      break;
    case REDRESS_EVENT_PAGE:
      self->polling = FALSE;
      self->too_old = FALSE;
      note_reached (self);
      note_success (self);
      /* The network is back: what waits for its own retry need not. */
      self->push_retry_at = self->push_failures > 0 && self->next_send != REDRESS_TIME_UNKNOWN
                                ? MIN (self->push_retry_at, now + RETRY_BASE)
                                : self->push_retry_at;
      self->caught_up = !event->more;
      if (self->caught_up)
        {
          self->first_sync = FALSE;
          step->actions |= REDRESS_DO_PREFETCH;
        }
      break;
    case REDRESS_EVENT_FEED_FAILED:
      feed_failed (self, event, now, random, step);
      break;
    case REDRESS_EVENT_PUSHED:
      self->pushing = FALSE;
      self->push_failures = 0;
      self->push_retry_at = 0;
      note_success (self);
      break;
    case REDRESS_EVENT_PUSH_FAILED:
      push_failed (self, event, now, random);
      break;
    case REDRESS_EVENT_REFRESHED:
      self->refreshing = FALSE;
      self->need_refresh = FALSE;
      note_reached (self);
      break;
    case REDRESS_EVENT_REFRESH_FAILED:
      refresh_failed (self, event, now, random);
      break;
    case REDRESS_EVENT_TIMER:
    default:
      break;
    }
}

static RedressTime
earlier (RedressTime a, RedressTime b)
{
  if (a == REDRESS_TIME_UNKNOWN)
    return b;
  return b == REDRESS_TIME_UNKNOWN ? a : MIN (a, b);
}

static void
choose_refresh (RedressMachine *self, RedressTime now, RedressSyncStep *step)
{
  if (self->refreshing)
    return;
  if (now >= self->retry_at)
    {
      self->refreshing = TRUE;
      step->actions |= REDRESS_DO_REFRESH;
    }
  else
    step->timer = self->retry_at;
}

static void
choose_poll (RedressMachine *self, RedressTime now, RedressSyncStep *step)
{
  if (self->polling)
    return;
  if (now < self->retry_at)
    {
      step->timer = earlier (step->timer, self->retry_at);
      return;
    }
  self->polling = TRUE;
  step->actions |= REDRESS_DO_POLL;
  /* After a break the first answer must come at once: it says that the network is back. */
  step->poll_wait = self->caught_up && self->reachable ? POLL_WAIT : 0;
}

static void
choose_push (RedressMachine *self, RedressTime now, RedressSyncStep *step)
{
  RedressTime at;

  if (self->pushing || self->next_send == REDRESS_TIME_UNKNOWN)
    return;
  at = MAX (self->next_send, self->push_retry_at);
  if (now < at)
    {
      step->timer = earlier (step->timer, at);
      return;
    }
  self->pushing = TRUE;
  step->actions |= REDRESS_DO_PUSH;
}

static RedressSyncStatus
get_status (const RedressMachine *self)
{
  if (!self->running)
    return REDRESS_SYNC_SIGNED_OUT;
  if (self->blocked)
    return REDRESS_SYNC_SIGN_IN_AGAIN;
  if (self->too_old)
    return REDRESS_SYNC_TOO_OLD;
  if (!self->reachable)
    return REDRESS_SYNC_OFFLINE;
  if (!self->ever_reached)
    return REDRESS_SYNC_CONNECTING;
  return self->first_sync ? REDRESS_SYNC_FIRST : REDRESS_SYNC_ONLINE;
}

RedressSyncStep
redress_machine_step (RedressMachine *self,
                      const RedressSyncEvent *event,
                      RedressTime now,
                      guint32 random)
{
  RedressSyncStep step = { .timer = REDRESS_TIME_UNKNOWN };

  self->next_send = event->next_send;
  note_event (self, event, now, random, &step);
  if (self->running && !self->blocked)
    {
      if (self->need_refresh)
        choose_refresh (self, now, &step);
      else
        {
          choose_poll (self, now, &step);
          choose_push (self, now, &step);
        }
    }
  step.status = get_status (self);
  return step;
}
