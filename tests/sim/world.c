/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/world.h"

#include "sim/virtual-time.h"

#define SWEEP_EVERY REDRESS_MINUTE
#define LOOK_EVERY (10 * REDRESS_SECOND)
/* Longer than any pause between two tries, and than a clock was wrong. */
#define QUIET_WITHIN (8 * REDRESS_HOUR)

static void
sweep (gpointer data)
{
  SimWorld *self = data;

  sim_server_sweep (&self->server);
  sim_after (SWEEP_EVERY, sweep, self);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  if (!g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error))
    g_error ("%s", error->message);
}

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_mkdir_with_parents (to, 0700);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        copy_folder (source, target);
      else
        copy_file (source, target);
    }
}

static void
begin_desk (SimWorld *self, guint number)
{
  SimDesk *desk = &self->desks[number];
  g_autofree char *name = g_strdup_printf ("desk-%u", number);
  g_autofree char *folder = g_build_filename (self->folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  desk->number = number;
  /* The first agent sits at two desks. */
  desk->account = number == 0 ? 1 : number;
  desk->line.is_up = TRUE;
  sim_desk_begin (desk, folder, &self->server, &self->ledger);
  sim_agent_begin (self, desk);
}

void
sim_world_begin (SimWorld *self, const char *folder, const char *template, const char *key)
{
  g_autofree char *data = g_build_filename (folder, "server", NULL);

  *self = (SimWorld){ .folder = g_strdup (folder), .key = g_strdup (key), .mood = sim_random (11) };
  copy_folder (template, data);
  sim_ledger_begin (&self->ledger);
  sim_server_begin (&self->server, data);
  sim_oracle_begin (&self->oracle, &self->server, &self->ledger);
  self->platform_line = (SimLine){ .server = &self->server, .is_up = TRUE };
  for (guint i = 0; i < SIM_DESKS; i++)
    begin_desk (self, i);
  sim_platform_begin (self);
  sim_trouble_begin (self);
  sim_after (SWEEP_EVERY, sweep, self);
}

void
sim_world_end (SimWorld *self)
{
  for (guint i = 0; i < SIM_DESKS; i++)
    sim_desk_end (&self->desks[i]);
  sim_oracle_end (&self->oracle);
  sim_server_end (&self->server);
  sim_ledger_end (&self->ledger);
  g_free (self->folder);
  g_free (self->key);
}

static void
reopen_server (gpointer data)
{
  sim_server_open (data);
}

static void
reopen_desk (gpointer data)
{
  sim_desk_open (data);
}

/* A disk is cut, perhaps in the middle of something: that was the power of the whole computer. */
static void
notice_cuts (SimWorld *self)
{
  if (self->server.server != NULL && sim_disk_is_cut (self->server.disk))
    {
      sim_server_crash (&self->server);
      sim_after (sim_between (0, REDRESS_MINUTE), reopen_server, &self->server);
    }
  for (guint i = 0; i < SIM_DESKS; i++)
    {
      SimDesk *desk = &self->desks[i];

      if (desk->store == NULL || !sim_disk_is_cut (desk->disk))
        continue;
      sim_desk_crash (desk);
      sim_after (sim_between (0, 5 * REDRESS_MINUTE), reopen_desk, desk);
    }
}

static void
set_clocks (SimWorld *self)
{
  redress_clock_set (self->server.clock, sim_now ());
  for (guint i = 0; i < SIM_DESKS; i++)
    sim_desk_set_clock (&self->desks[i]);
}

/* Time stands still while anything is to do. */
static gboolean
step (SimWorld *self, RedressTime until)
{
  gboolean happened = sim_step (until);

  set_clocks (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  notice_cuts (self);
  return happened;
}

void
sim_world_run (SimWorld *self, gint64 microseconds)
{
  RedressTime until = sim_now () + microseconds;

  while (step (self, until))
    ;
}

/* (transfer full) (nullable): what a desk still has to do. */
static char *
describe_work (SimDesk *desk)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (desk->store == NULL)
    return g_strdup_printf ("desk %u is off", desk->number);
  if (desk->status != REDRESS_SYNC_ONLINE)
    return g_strdup_printf ("desk %u has the status %d: %s", desk->number, desk->status,
                            desk->trouble);
  entries = sim_desk_list_outbox (desk);
  if (entries == NULL)
    return g_strdup_printf ("desk %u cannot read its outbox", desk->number);
  for (guint i = 0; i < entries->len; i++)
    {
      const RedressOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (entry->state == REDRESS_OUTBOX_RECORDED || entry->state == REDRESS_OUTBOX_SENDING)
        return g_strdup_printf ("desk %u still has %s for T-%d in state %d, tried %u times",
                                desk->number, entry->command->command_id,
                                (int)entry->command->ticket, entry->state, entry->attempts);
    }
  return NULL;
}

/* (transfer full) (nullable): what is still under way. */
static char *
describe_unrest (SimWorld *self)
{
  char *work = NULL;

  if (self->server.server == NULL)
    return g_strdup ("the server is down");
  if (self->n_handed_in < self->n_tickets)
    return g_strdup_printf ("%u of %u tickets are handed in", self->n_handed_in, self->n_tickets);
  for (guint i = 0; i < SIM_DESKS && work == NULL; i++)
    work = describe_work (&self->desks[i]);
  return work;
}

void
sim_world_settle (SimWorld *self)
{
  RedressTime end = sim_now () + QUIET_WITHIN;
  g_autofree char *unrest = NULL;

  sim_trouble_end (self);
  do
    {
      sim_world_run (self, LOOK_EVERY);
      g_free (unrest);
      unrest = describe_unrest (self);
    }
  while (unrest != NULL && sim_now () < end);
  if (unrest != NULL)
    sim_ledger_complain (&self->ledger, "it does not come to rest: %s", unrest);
  /* The last change reaches every desk. */
  sim_world_run (self, 5 * REDRESS_MINUTE);
  sim_oracle_judge (&self->oracle, self->desks, SIM_DESKS);
}

SimFigures
sim_world_get_figures (SimWorld *self)
{
  SimFigures figures = { .n_crashes = self->server.n_crashes,
                         .n_decisions = sim_oracle_count_decisions (&self->oracle),
                         .n_happenings = sim_count_happenings (),
                         .ended_at = sim_now () };
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < SIM_DESKS; i++)
    figures.n_crashes += self->desks[i].n_crashes;
  g_hash_table_iter_init (&iter, self->ledger.entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const SimEntry *entry = value;

      figures.n_recorded += entry->is_promised;
      figures.n_withdrawn += entry->is_withdrawn;
      figures.n_applied += entry->status == 200;
      figures.n_refused += entry->status != 0 && entry->status != 200;
    }
  return figures;
}
