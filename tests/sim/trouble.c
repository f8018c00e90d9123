/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/account-table.h"
#include "sim/virtual-time.h"
#include "sim/world.h"

#define PACE (60 * REDRESS_SECOND)
#define MOST_WRITES 40

static void
server_falls (SimWorld *self)
{
  if (self->server.server == NULL)
    return;
  if (sim_chance (500))
    sim_disk_cut_after (self->server.disk, sim_random (MOST_WRITES));
  else
    sim_disk_cut (self->server.disk);
}

static void
desk_falls (SimDesk *desk)
{
  if (desk->store == NULL)
    return;
  if (sim_chance (500))
    sim_disk_cut_after (desk->disk, sim_random (MOST_WRITES));
  else
    sim_disk_cut (desk->disk);
}

static void
line_returns (gpointer data)
{
  ((SimLine *)data)->is_up = TRUE;
}

static void
line_breaks (SimLine *line)
{
  if (!line->is_up)
    return;
  line->is_up = FALSE;
  sim_after (sim_between (0, sim_chance (100) ? 3 * REDRESS_HOUR : 5 * REDRESS_MINUTE),
             line_returns, line);
}

static void
clock_jumps (SimDesk *desk)
{
  desk->skew = sim_chance (300) ? 0 : sim_between (-2 * REDRESS_HOUR, 2 * REDRESS_HOUR);
}

/* The server's is written only: what looks over its shoulder reads it, too. */
static void
desk_disk_fails (SimDesk *desk)
{
  guint n = 1 + sim_random (3);

  if (sim_chance (300))
    sim_disk_fail_reads (desk->disk, n);
  else
    sim_disk_fail (desk->disk, n);
}

/* What an account may see changes while its desk is at work. */
static void
rights_change (SimWorld *self)
{
  static char *const both[] = { (char *)"kameng", (char *)"cainiao", NULL };
  static char *const other[] = { (char *)"cainiao", NULL };
  const SimDesk *desk = &self->desks[sim_random (SIM_DESKS)];

  if (self->server.server != NULL && !sim_disk_is_cut (self->server.disk))
    redress_account_table_set_grants (redress_server_get_connection (self->server.server),
                                      desk->account, REDRESS_ROLE_AGENT,
                                      sim_chance (700) ? both : other, NULL);
}

static void
go_wrong (SimWorld *self)
{
  SimDesk *desk = &self->desks[sim_random (SIM_DESKS)];

  switch (sim_random (8))
    {
    case 0:
      server_falls (self);
      break;
    case 1:
      desk_falls (desk);
      break;
    case 2:
    case 3:
      line_breaks (&desk->line);
      break;
    case 4:
      clock_jumps (desk);
      break;
    case 5:
      desk_disk_fails (desk);
      break;
    case 6:
      sim_disk_fail (self->server.disk, 1 + sim_random (3));
      break;
    default:
      rights_change (self);
    }
}

static void
go_on (gpointer data)
{
  SimWorld *self = data;

  if (self->is_healed)
    return;
  go_wrong (self);
  sim_after (sim_between (0, 2 * PACE * 10 / self->mood), go_on, self);
}

static void
make_bad (SimWorld *self, SimLine *line)
{
  line->loses = sim_random (self->mood * 20);
  line->doubles = sim_random (self->mood * 20);
  line->garbles = sim_random (self->mood * 10);
  line->slowest = sim_between (0, sim_chance (200) ? 20 * REDRESS_SECOND : REDRESS_SECOND);
}

void
sim_trouble_begin (SimWorld *self)
{
  if (self->mood == 0)
    return;
  make_bad (self, &self->platform_line);
  for (guint i = 0; i < SIM_DESKS; i++)
    make_bad (self, &self->desks[i].line);
  sim_after (sim_between (0, PACE), go_on, self);
}

static void
mend_line (SimLine *line)
{
  line->is_up = TRUE;
  line->loses = line->doubles = line->garbles = 0;
  line->slowest = 0;
}

void
sim_trouble_end (SimWorld *self)
{
  self->is_healed = TRUE;
  sim_disk_cut_after (self->server.disk, G_MAXUINT);
  sim_disk_fail (self->server.disk, 0);
  sim_server_open (&self->server);
  mend_line (&self->platform_line);
  for (guint i = 0; i < SIM_DESKS; i++)
    {
      SimDesk *desk = &self->desks[i];

      sim_disk_cut_after (desk->disk, G_MAXUINT);
      sim_disk_fail (desk->disk, 0);
      sim_disk_fail_reads (desk->disk, 0);
      mend_line (&desk->line);
      desk->skew = 0;
      sim_desk_open (desk);
    }
}
