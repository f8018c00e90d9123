/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/salvage-table.h"

#include "sql/connection-private.h"

typedef enum
{
  READ_END,
  READ_DAMAGE,
  READ_FAILED, /* the error is set: nothing to do with the damage */
} Reading;

static Reading
judge (GError *read_error, GError **error)
{
  if (g_error_matches (read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (read_error, REDRESS_ERROR, REDRESS_ERROR_RETRY))
    {
      g_propagate_error (error, read_error);
      return READ_FAILED;
    }
  g_error_free (read_error);
  return READ_DAMAGE;
}

static gboolean
copy_row (RedressSqlSalvageTable *self, RedressSqlStatement *from, GError **error)
{
  RedressSqliteStatement *write = (RedressSqliteStatement *)self->write;
  g_autoptr (GError) refusal = NULL;

  for (guint i = 0; i < self->n_columns; i++)
    sqlite3_bind_value (
        write->handle, write->indexes[i + 1],
        sqlite3_column_value (((RedressSqliteStatement *)from)->handle, (int)i + 1));
  if (redress_sql_statement_run (&write->base, &refusal))
    {
      if (redress_sql_connection_get_changes (write->base.connection) > 0)
        self->salvage->n_rows++;
      else
        self->salvage->n_refused++;
      return TRUE;
    }
  if (g_error_matches (refusal, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
    {
      self->salvage->n_refused++;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* Copies up to the end or the next damage. @next follows the rows: the rowid to go on at. Rowids
 * that do not ascend are damage, too, and could go round for ever. */
static Reading
copy_run (RedressSqlSalvageTable *self, gint64 *next, GError **error)
{
  GError *read_error = NULL;
  RedressSqlStep step;

  redress_sql_statement_reset (self->read);
  redress_sql_statement_bind_int64 (self->read, 1, *next);
  while ((step = redress_sql_statement_step (self->read, &read_error)) == REDRESS_SQL_ROW)
    {
      gint64 rowid = redress_sql_statement_get_int64 (self->read, 0);

      if (rowid < *next)
        return READ_DAMAGE;
      if (!copy_row (self, self->read, error))
        return READ_FAILED;
      if (rowid == G_MAXINT64)
        return READ_END;
      *next = rowid + 1;
    }
  return step == REDRESS_SQL_DONE ? READ_END : judge (read_error, error);
}

/* Whether reading can begin at this rowid. */
static Reading
probe (RedressSqlSalvageTable *self, gint64 rowid, GError **error)
{
  GError *read_error = NULL;
  RedressSqlStep step;
  gboolean is_in_order;

  redress_sql_statement_reset (self->read);
  redress_sql_statement_bind_int64 (self->read, 1, rowid);
  step = redress_sql_statement_step (self->read, &read_error);
  if (step == REDRESS_SQL_ERROR)
    return judge (read_error, error);
  is_in_order =
      step == REDRESS_SQL_DONE || redress_sql_statement_get_int64 (self->read, 0) >= rowid;
  redress_sql_statement_reset (self->read);
  return is_in_order ? READ_END : READ_DAMAGE;
}

/* Finds the first rowid behind the damage: steps that double, then halves back. READ_END: found;
 * READ_DAMAGE: there is nothing behind it. */
static Reading
find_behind (RedressSqlSalvageTable *self, gint64 *next, GError **error)
{
  gint64 bad = *next, good, step = 1;
  Reading reading;

  do
    {
      if (bad > G_MAXINT64 - step || step > G_MAXINT64 / 2)
        return READ_DAMAGE;
      good = bad + step;
      reading = probe (self, good, error);
      if (reading == READ_DAMAGE)
        bad = good;
      step *= 2;
    }
  while (reading == READ_DAMAGE);
  while (reading != READ_FAILED && good - bad > 1)
    {
      gint64 middle = bad + (good - bad) / 2;

      reading = probe (self, middle, error);
      if (reading == READ_END)
        good = middle;
      else
        bad = middle;
    }
  *next = good;
  return reading == READ_FAILED ? READ_FAILED : READ_END;
}

static gboolean
copy_by_rowid (RedressSqlSalvageTable *self, GError **error)
{
  gint64 next = G_MININT64;
  Reading reading = copy_run (self, &next, error);

  while (reading == READ_DAMAGE)
    {
      self->salvage->n_gaps++;
      /* Nobody numbers rows below zero; a search from the very lowest would end before one. */
      next = MAX (next, 0);
      reading = find_behind (self, &next, error);
      if (reading == READ_DAMAGE)
        return TRUE;
      if (reading == READ_END)
        reading = copy_run (self, &next, error);
    }
  return reading == READ_END;
}

static Reading
copy_all (RedressSqlSalvageTable *self, RedressSqlStatement *from, GError **error)
{
  GError *read_error = NULL;
  RedressSqlStep step;

  while ((step = redress_sql_statement_step (from, &read_error)) == REDRESS_SQL_ROW)
    if (!copy_row (self, from, error))
      return READ_FAILED;
  return step == REDRESS_SQL_DONE ? READ_END : judge (read_error, error);
}

/* From both ends to the damage. */
static gboolean
copy_by_key (RedressSqlSalvageTable *self, GError **error)
{
  Reading reading = copy_all (self, self->read, error);

  if (reading != READ_DAMAGE)
    return reading == READ_END;
  self->salvage->n_gaps++;
  return copy_all (self, self->backward, error) != READ_FAILED;
}

/*
 * redress_sql_salvage_table_copy:
 *
 * Copies every row that can be read.
 *
 * Returns: %FALSE with @error set if something else than the damage stopped it
 */
gboolean
redress_sql_salvage_table_copy (RedressSqlSalvageTable *self, GError **error)
{
  return self->backward == NULL ? copy_by_rowid (self, error) : copy_by_key (self, error);
}

void
redress_sql_salvage_table_clear (RedressSqlSalvageTable *self)
{
  g_clear_pointer (&self->read, redress_sql_statement_release);
  g_clear_pointer (&self->backward, redress_sql_statement_release);
  g_clear_pointer (&self->write, redress_sql_statement_release);
}
