/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "sync/machine.h"

#include <stdlib.h>

/* Many desks and a server that is away for ten minutes, by a clock of their own: the desks' own
 * machine says when each asks. What counts is how many requests come in a second, before the
 * outage and when all come back. Ends with 1 when that is more than twice as many. */

#define MILLISECOND (REDRESS_SECOND / 1000)
#define DESKS 500
#define PACE (30 * REDRESS_SECOND)       /* each desk decides once in so long */
#define TOKEN_LIFE (10 * REDRESS_MINUTE) /* of the server: REDRESS_ACCESS_LIFE */
#define WAKE_GAP (200 * MILLISECOND)     /* of the server: a feed wakes its polls so often */
#define LATENCY (20 * MILLISECOND)       /* of an answer */
#define MAX_PUSH 50                      /* commands of one request */
#define SETTLED (5 * REDRESS_MINUTE)     /* all began long ago */
#define OUTAGE_BEGINS (10 * REDRESS_MINUTE)
#define OUTAGE_ENDS (20 * REDRESS_MINUTE)
#define END (40 * REDRESS_MINUTE)
#define WINDOW 10 /* seconds over which a rate is one */
#define MOST 2.0

typedef enum
{
  POLL,
  PUSH,
  REFRESH,
  N_REQUESTS
} Kind;

typedef struct
{
  RedressMachine machine;
  RedressTime timer;
  RedressTime answer_at[N_REQUESTS]; /* REDRESS_TIME_UNKNOWN: nothing is under way */
  RedressTime over_at;               /* of a poll that waits; REDRESS_TIME_UNKNOWN: none does */
  RedressTime token_until;
  RedressTime next_decision;
  RedressTime back_at; /* when it had its first page after the outage; 0: not yet */
  guint outbox;
  guint pushed; /* on their way */
  guint seen;   /* of the feed */
} Desk;

typedef struct
{
  Desk desks[DESKS];
  RedressTime now;
  guint feed;
  RedressTime last_wake;
  gboolean is_moved;
  gboolean is_waking;
  guint requests[END / REDRESS_SECOND + 1]; /* by second */
  guint own[END / REDRESS_SECOND + 1];      /* without the polls of those who were just woken */
  GRand *random;
} World;

static gboolean
is_away (const World *self)
{
  return self->now >= OUTAGE_BEGINS && self->now < OUTAGE_ENDS;
}

static void step (World *self, Desk *desk, RedressSyncEvent event);

static void
begin (World *self, Desk *desk, Kind kind)
{
  self->requests[self->now / REDRESS_SECOND]++;
  self->own[self->now / REDRESS_SECOND] += !self->is_waking;
  desk->answer_at[kind] = self->now + LATENCY;
}

static void
step (World *self, Desk *desk, RedressSyncEvent event)
{
  RedressSyncStep step;

  event.next_send = desk->outbox > 0 ? self->now : desk->next_decision;
  step = redress_machine_step (&desk->machine, &event, self->now, g_rand_int (self->random));
  if (step.actions & REDRESS_DO_POLL)
    {
      begin (self, desk, POLL);
      desk->over_at = self->now + (RedressTime)step.poll_wait * REDRESS_SECOND;
    }
  if (step.actions & REDRESS_DO_PUSH)
    {
      desk->pushed = MIN (desk->outbox, (guint)MAX_PUSH);
      begin (self, desk, PUSH);
    }
  if (step.actions & REDRESS_DO_REFRESH)
    begin (self, desk, REFRESH);
  desk->timer = step.timer;
}

static void
fail (World *self, Desk *desk, Kind kind, RedressFailure failure)
{
  static const RedressEventKind kinds[] = { REDRESS_EVENT_FEED_FAILED, REDRESS_EVENT_PUSH_FAILED,
                                            REDRESS_EVENT_REFRESH_FAILED };

  step (self, desk, (RedressSyncEvent){ .kind = kinds[kind], .failure = failure });
}

static void
answer_page (World *self, Desk *desk)
{
  desk->seen = self->feed;
  if (self->now >= OUTAGE_ENDS && desk->back_at == 0)
    desk->back_at = self->now;
  step (self, desk, (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE });
}

/* What the server does with a poll: edge-poll.c. */
static void
take_poll (World *self, Desk *desk)
{
  gboolean waits = desk->over_at > self->now;
  gboolean rests = self->now < self->last_wake + WAKE_GAP;

  if (desk->seen < self->feed && waits && rests)
    self->is_moved = TRUE;
  else if (desk->seen < self->feed || !waits)
    {
      desk->over_at = REDRESS_TIME_UNKNOWN;
      answer_page (self, desk);
    }
}

static void
take_push (World *self, Desk *desk)
{
  desk->outbox -= desk->pushed;
  self->feed += desk->pushed;
  self->is_moved = TRUE;
  step (self, desk, (RedressSyncEvent){ .kind = REDRESS_EVENT_PUSHED });
}

static void
answer (World *self, Desk *desk, Kind kind)
{
  desk->answer_at[kind] = REDRESS_TIME_UNKNOWN;
  if (is_away (self))
    fail (self, desk, kind, REDRESS_FAILURE_UNREACHABLE);
  else if (kind == REFRESH)
    {
      desk->token_until = self->now + TOKEN_LIFE;
      step (self, desk, (RedressSyncEvent){ .kind = REDRESS_EVENT_REFRESHED });
    }
  else if (self->now >= desk->token_until)
    fail (self, desk, kind, REDRESS_FAILURE_UNAUTHORIZED);
  else if (kind == PUSH)
    take_push (self, desk);
  else
    take_poll (self, desk);
}

/* A poll that waits is one whose answer is not due and whose time is not over. */
static gboolean
is_waiting (const Desk *desk)
{
  return desk->over_at != REDRESS_TIME_UNKNOWN && desk->answer_at[POLL] == REDRESS_TIME_UNKNOWN;
}

static void
wake_polls (World *self)
{
  self->is_moved = FALSE;
  self->last_wake = self->now;
  self->is_waking = TRUE;
  for (guint i = 0; i < DESKS; i++)
    {
      Desk *desk = &self->desks[i];

      if (!is_waiting (desk) || desk->seen == self->feed)
        continue;
      desk->over_at = REDRESS_TIME_UNKNOWN;
      answer_page (self, desk);
    }
  self->is_waking = FALSE;
}

static void
turn_desk (World *self, Desk *desk)
{
  if (self->now >= desk->next_decision)
    {
      desk->outbox++;
      desk->next_decision += PACE;
      step (self, desk, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER });
    }
  for (Kind kind = 0; kind < N_REQUESTS; kind++)
    if (desk->answer_at[kind] != REDRESS_TIME_UNKNOWN && self->now >= desk->answer_at[kind])
      answer (self, desk, kind);
  if (is_waiting (desk) && (self->now >= desk->over_at || is_away (self)))
    {
      desk->over_at = REDRESS_TIME_UNKNOWN;
      if (is_away (self))
        fail (self, desk, POLL, REDRESS_FAILURE_UNREACHABLE);
      else
        answer_page (self, desk);
    }
  if (desk->timer != REDRESS_TIME_UNKNOWN && self->now >= desk->timer)
    step (self, desk, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER });
}

static void
begin_desk (World *self, Desk *desk)
{
  for (Kind kind = 0; kind < N_REQUESTS; kind++)
    desk->answer_at[kind] = REDRESS_TIME_UNKNOWN;
  desk->over_at = REDRESS_TIME_UNKNOWN;
  /* They did not all sign in in the same second. */
  desk->token_until =
      g_rand_int_range (self->random, 1, TOKEN_LIFE / REDRESS_SECOND) * REDRESS_SECOND;
  desk->next_decision = (RedressTime)g_rand_int_range (self->random, 0, PACE / 1000) * 1000;
  step (self, desk, (RedressSyncEvent){ .kind = REDRESS_EVENT_START });
}

/* How many in a second, from so many seconds on and over so many. */
static double
get_rate (const guint *counts, gint64 from, gint64 seconds)
{
  double sum = 0;

  for (gint64 at = from; at < from + seconds; at++)
    sum += counts[at];
  return sum / (double)seconds;
}

static double
get_most (const guint *counts, gint64 from, gint64 to)
{
  double most = 0;

  for (gint64 at = from; at + WINDOW <= to; at++)
    most = MAX (most, get_rate (counts, at, WINDOW));
  return most;
}

/* Returns whether there was no herd. */
static gboolean
report (const char *what, const guint *counts)
{
  double steady =
      get_rate (counts, SETTLED / REDRESS_SECOND, (OUTAGE_BEGINS - SETTLED) / REDRESS_SECOND);
  double most = get_most (counts, OUTAGE_ENDS / REDRESS_SECOND, END / REDRESS_SECOND);
  g_autofree char *steady_name = g_strconcat (what, "-steady", NULL);
  g_autofree char *most_name = g_strconcat (what, "-most", NULL);

  redress_bench_report (steady_name, (gint64)(steady * 1000));
  redress_bench_report (most_name, (gint64)(most * 1000));
  return most <= MOST * steady;
}

int
main (int argc, char **argv)
{
  g_autofree World *world = g_new0 (World, 1);
  g_autoptr (GArray) back = redress_samples_new ();
  gboolean is_good;

  world->random = g_rand_new_with_seed (argc > 1 ? (guint32)atoi (argv[1]) : 1);
  for (guint i = 0; i < DESKS; i++)
    begin_desk (world, &world->desks[i]);
  for (; world->now < END; world->now += 5 * MILLISECOND)
    {
      for (guint i = 0; i < DESKS; i++)
        turn_desk (world, &world->desks[i]);
      if (world->is_moved && world->now >= world->last_wake + WAKE_GAP)
        wake_polls (world);
    }
  for (guint i = 0; i < DESKS; i++)
    redress_samples_add (back,
                         world->desks[i].back_at > 0 ? world->desks[i].back_at - OUTAGE_ENDS : END);
  is_good = report ("all", world->requests);
  is_good = report ("own", world->own) && is_good;
  redress_bench_report ("back-half", redress_samples_get (back, 50));
  redress_bench_report ("back-all", redress_samples_get (back, 100));
  g_rand_free (world->random);
  return is_good ? 0 : 1;
}
