/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

/* Bodies of JSON are held in memory until they are whole, and nobody has to be signed in to send
 * one slowly. Larger ones share a space; a small one is always taken, so that agents go on working
 * while somebody fills it. */
#define SMALL_BODY (16 * 1024)

static gboolean
reserve (RedressExchange *self, gsize size)
{
  RedressEdge *edge = self->edge;
  gboolean fits;

  if (self->content_length <= SMALL_BODY)
    return TRUE;

  g_mutex_lock (&edge->lock);
  fits = edge->large_bytes + size <= edge->limits.large_bytes;
  if (fits)
    edge->large_bytes += size;
  g_mutex_unlock (&edge->lock);
  if (fits)
    self->reserved += size;
  return fits;
}

/* The next piece. Where there is no space for it, the rest is read and dropped, and then refused:
 * in the middle of a request libmicrohttpd takes no answer. */
void
redress_exchange_add_to_body (RedressExchange *self, const char *data, gsize size)
{
  if (reserve (self, size))
    {
      g_byte_array_append (self->body, (const guint8 *)data, (guint)size);
      return;
    }

  redress_exchange_drop_body (self);
  redress_response_problem (&self->response, 503, "busy", "Too much is being sent just now", NULL);
  redress_response_set_header (&self->response, "Retry-After", "5");
  self->phase = REDRESS_EXCHANGE_DISCARD;
}

void
redress_exchange_drop_body (RedressExchange *self)
{
  RedressEdge *edge = self->edge;

  g_clear_pointer (&self->body, g_byte_array_unref);
  if (self->reserved == 0)
    return;

  g_mutex_lock (&edge->lock);
  edge->large_bytes -= self->reserved;
  g_mutex_unlock (&edge->lock);
  self->reserved = 0;
}
