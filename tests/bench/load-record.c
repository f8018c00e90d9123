/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/load-record.h"

#include "sql/engine.h"

#include <string.h>

/* A connection whose engine writes down what it is given before the real one gets it. */

typedef enum
{
  NOTHING, /* not bound: NULL */
  INTEGER,
  TEXT,
  BLOB,
} Kind;

typedef struct
{
  Kind kind;
  gint64 integer;
  GBytes *bytes; /* (owned) (nullable): text with its NUL */
} Value;

typedef struct
{
  const char *sql; /* interned */
  GArray *values;  /* (owned) (element-type Value) */
} Step;

struct _RedressRecord
{
  const RedressSqlEngine *real;
  RedressSqlEngine engine;
  GHashTable *bound; /* (owned) (element-type RedressSqlStatement GArray): not run yet */
  GPtrArray *steps;  /* (owned) (element-type Step) */
};

static RedressRecord *
get_record (RedressSqlStatement *statement)
{
  const RedressSqlEngine *engine = statement->connection->engine;

  return (RedressRecord *)((char *)engine - G_STRUCT_OFFSET (RedressRecord, engine));
}

static void
value_clear (gpointer data)
{
  g_clear_pointer (&((Value *)data)->bytes, g_bytes_unref);
}

static GArray *
values_new (void)
{
  GArray *values = g_array_new (FALSE, TRUE, sizeof (Value));

  g_array_set_clear_func (values, value_clear);
  return values;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_array_unref (step->values);
  g_free (step);
}

static void
keep (RedressSqlStatement *statement, guint position, Value value)
{
  RedressRecord *self = get_record (statement);
  GArray *values = g_hash_table_lookup (self->bound, statement);

  if (values == NULL)
    {
      values = values_new ();
      g_hash_table_insert (self->bound, statement, values);
    }
  if (values->len < position)
    g_array_set_size (values, position);
  value_clear (&g_array_index (values, Value, position - 1));
  g_array_index (values, Value, position - 1) = value;
}

static void
bind_int64 (RedressSqlStatement *statement, guint position, gint64 value)
{
  keep (statement, position, (Value){ INTEGER, value, NULL });
  get_record (statement)->real->bind_int64 (statement, position, value);
}

static void
bind_text (RedressSqlStatement *statement, guint position, const char *value)
{
  keep (statement, position, (Value){ TEXT, 0, g_bytes_new (value, strlen (value) + 1) });
  get_record (statement)->real->bind_text (statement, position, value);
}

static void
bind_blob (RedressSqlStatement *statement, guint position, gconstpointer data, gsize size)
{
  keep (statement, position, (Value){ BLOB, 0, g_bytes_new (data, size) });
  get_record (statement)->real->bind_blob (statement, position, data, size);
}

static void
bind_null (RedressSqlStatement *statement, guint position)
{
  keep (statement, position, (Value){ NOTHING, 0, NULL });
  get_record (statement)->real->bind_null (statement, position);
}

/* The first step of a run; what was bound is bound anew for the next run or gone. */
static RedressSqlStep
run_step (RedressSqlStatement *statement, GError **error)
{
  RedressRecord *self = get_record (statement);

  if (statement->state != REDRESS_SQL_ROW)
    {
      Step *step = g_new0 (Step, 1);
      gpointer values = NULL;

      g_hash_table_steal_extended (self->bound, statement, NULL, &values);
      step->sql = g_intern_string (statement->sql);
      step->values = values != NULL ? values : values_new ();
      g_ptr_array_add (self->steps, step);
    }
  return self->real->step (statement, error);
}

RedressRecord *
redress_record_begin (RedressSqlConnection *connection)
{
  RedressRecord *self = g_new0 (RedressRecord, 1);

  self->real = connection->engine;
  self->engine = *connection->engine;
  self->engine.bind_int64 = bind_int64;
  self->engine.bind_text = bind_text;
  self->engine.bind_blob = bind_blob;
  self->engine.bind_null = bind_null;
  self->engine.step = run_step;
  self->bound = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  connection->engine = &self->engine;
  return self;
}

void
redress_record_end (RedressRecord *self, RedressSqlConnection *connection)
{
  g_assert (connection->engine == &self->engine);
  connection->engine = self->real;
}

guint
redress_record_get_length (const RedressRecord *self)
{
  return self->steps->len;
}

static void
bind (RedressSqlStatement *statement, guint position, const Value *value)
{
  gsize size = 0;
  gconstpointer data = value->bytes != NULL ? g_bytes_get_data (value->bytes, &size) : NULL;

  switch (value->kind)
    {
    case INTEGER:
      redress_sql_statement_bind_int64 (statement, position, value->integer);
      break;
    case TEXT:
      redress_sql_statement_bind_text (statement, position, data);
      break;
    case BLOB:
      redress_sql_statement_bind_blob (statement, position, data, size);
      break;
    case NOTHING:
    default:
      redress_sql_statement_bind_null (statement, position);
      break;
    }
}

gboolean
redress_record_run (const RedressRecord *self, RedressSqlConnection *connection, GError **error)
{
  for (guint i = 0; i < self->steps->len; i++)
    {
      const Step *step = g_ptr_array_index (self->steps, i);
      g_autoptr (RedressSqlStatement) statement =
          redress_sql_connection_prepare (connection, step->sql, error);

      if (statement == NULL)
        return FALSE;
      for (guint j = 0; j < step->values->len; j++)
        bind (statement, j + 1, &g_array_index (step->values, Value, j));
      if (!redress_sql_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

void
redress_record_free (RedressRecord *self)
{
  g_hash_table_unref (self->bound);
  g_ptr_array_unref (self->steps);
  g_free (self);
}
