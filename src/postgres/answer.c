/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/private.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

/* Waiting for the database. libpq itself waits for as long as the kernel of the other side keeps
 * the connection, which it does for a process that is stopped, swapped out or waits for its disk.
 */

static int
get_milliseconds_left (gint64 give_up_at)
{
  gint64 left = (give_up_at - g_get_monotonic_time () + 999) / 1000;

  return give_up_at < 0 ? -1 : (int)CLAMP (left, 0, G_MAXINT);
}

/* Returns FALSE if the database gave no sign for too long. Each byte that moves is one. */
static gboolean
wait_for_sign (RedressPostgresConnection *self, short events)
{
  struct pollfd place = { .fd = PQsocket (self->handle), .events = events };
  guint patience = self->is_migrating ? 0 : self->options.answer_timeout_ms;
  gint64 give_up_at = patience != 0 ? g_get_monotonic_time () + (gint64)patience * 1000 : -1;
  int n;

  do
    n = poll (&place, 1, get_milliseconds_left (give_up_at));
  while (n < 0 && errno == EINTR);
  return n != 0;
}

/* Nothing is cancelled: a commit that waits for a standby would then stand without it. What the
 * database comes to later it does or leaves, as with any connection that is lost. With the socket
 * shut, libpq sees that it is, and cannot wait when it says good-bye. */
static void
give_up (RedressPostgresConnection *self)
{
  self->is_given_up = TRUE;
  shutdown (PQsocket (self->handle), SHUT_RDWR);
  PQconsumeInput (self->handle);
}

/* The database may be unable to read before it has written. */
static gboolean
flush (RedressPostgresConnection *self)
{
  int left;

  while ((left = PQflush (self->handle)) > 0)
    if (!wait_for_sign (self, POLLIN | POLLOUT))
      {
        give_up (self);
        return FALSE;
      }
    else if (!PQconsumeInput (self->handle))
      return FALSE;
  return left == 0;
}

static PGresult *
get_next (RedressPostgresConnection *self)
{
  while (PQisBusy (self->handle))
    if (!wait_for_sign (self, POLLIN))
      {
        give_up (self);
        break;
      }
    else if (!PQconsumeInput (self->handle))
      break;
  return PQgetResult (self->handle);
}

/*
 * redress_postgres_await:
 * @was_sent: what the function of libpq said that sends
 *
 * Waits for the answer to what was sent, for as long as the options say at most between two signs;
 * then the connection is lost.
 *
 * Returns: (transfer full) (nullable): the result of the last statement that ran
 */
PGresult *
redress_postgres_await (RedressPostgresConnection *self, int was_sent)
{
  PGresult *last = NULL, *next;

  if (!was_sent)
    return NULL;
  /* What could not be sent is told by the result. */
  flush (self);
  while ((next = get_next (self)) != NULL)
    {
      PQclear (last);
      last = next;
    }
  return last;
}
