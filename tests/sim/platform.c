/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/world.h"

#include "server/backend.h"
#include "sim/virtual-time.h"

#define TRY_AGAIN (5 * REDRESS_SECOND)
#define LONGEST_PAUSE (90 * REDRESS_SECOND)

/* The platform's program: it sends the same bytes with the same key until it has an answer. */
typedef struct
{
  SimWorld *world;
  SimRequest *request;
  gboolean is_ticket;
} Delivery;

static void try_to_deliver (gpointer data);

static void
delivered (const SimAnswer *answer, gpointer data)
{
  Delivery *self = data;

  if (answer->status == 0 || answer->status >= 500)
    {
      sim_after (TRY_AGAIN, try_to_deliver, self);
      return;
    }
  if (self->is_ticket && answer->status != 201 && answer->status != 200)
    sim_ledger_complain (&self->world->ledger, "a new ticket was answered with %u", answer->status);
  if (self->is_ticket)
    self->world->n_handed_in++;
  sim_request_unref (self->request);
  g_free (self);
}

static void
try_to_deliver (gpointer data)
{
  Delivery *self = data;

  sim_line_send (&self->world->platform_line, self->request, 10, delivered, self);
}

static void
deliver (SimWorld *world, const char *method, char *path, char *body, gboolean is_ticket)
{
  Delivery *self = g_new0 (Delivery, 1);
  g_autoptr (GBytes) bytes = g_bytes_new_take (body, strlen (body));

  self->world = world;
  self->request = sim_request_new (method, path, world->key, bytes);
  self->request->key =
      g_strdup_printf ("%s-%u-%u", is_ticket ? "new" : "facts", world->n_tickets, world->n_changes);
  self->is_ticket = is_ticket;
  g_free (path);
  try_to_deliver (self);
}

static void
hand_in (SimWorld *self)
{
  g_autofree char *number = g_strdup_printf ("S-%u", ++self->n_tickets);

  deliver (self, "POST", g_strdup ("/v1/platforms/kameng/tickets"),
           redress_test_new_ticket ("kameng-virtual", number), TRUE);
}

static void
change_facts (SimWorld *self)
{
  self->n_changes++;
  deliver (
      self, "PATCH",
      g_strdup_printf ("/v1/platforms/kameng/tickets/S-%u/facts", 1 + sim_random (self->n_tickets)),
      g_strdup_printf ("{\"facts\":[{\"name\":\"channel_log.error\",\"value\":\"E-%u\","
                       "\"source\":\"platform\"}]}",
                       self->n_changes),
      FALSE);
}

static void
go_on (gpointer data)
{
  SimWorld *self = data;

  if (self->is_healed)
    return;
  if (self->n_tickets < SIM_TICKETS)
    hand_in (self);
  else
    change_facts (self);
  sim_after (sim_between (0, self->n_tickets < SIM_TICKETS ? TRY_AGAIN : LONGEST_PAUSE), go_on,
             self);
}

void
sim_platform_begin (SimWorld *self)
{
  sim_after (0, go_on, self);
}
