/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/private.h"

#include <string.h>

/* Statements that only redress_sql_transaction() may run. */
static const char *const control_words[] = { "begin",    "start",      "commit",    "end",
                                             "rollback", "abort",      "savepoint", "release",
                                             "prepare",  "deallocate", NULL };

/* Returns behind a quoted text, a quoted name or a comment that begins at @at; @at if none does. */
static const char *
skip_quoted (const char *at)
{
  const char *end = NULL;

  if (*at == '\'' || *at == '"')
    {
      end = strchr (at + 1, *at);
      return end != NULL ? end + 1 : at + strlen (at);
    }
  if (at[0] == '-' && at[1] == '-')
    return at + strcspn (at, "\n");
  if (at[0] == '/' && at[1] == '*')
    {
      end = strstr (at + 2, "*/");
      return end != NULL ? end + 2 : at + strlen (at);
    }
  return at;
}

static const char *
skip_space (const char *sql)
{
  while (g_ascii_isspace (*sql) || (skip_quoted (sql) != sql && *sql != '\'' && *sql != '"'))
    sql = g_ascii_isspace (*sql) ? sql + 1 : skip_quoted (sql);
  return sql;
}

static gboolean
begins_with_control (const char *sql)
{
  const char *word = skip_space (sql);
  gsize length = 0;

  while (g_ascii_isalpha (word[length]))
    length++;
  for (gsize i = 0; control_words[i] != NULL; i++)
    if (strlen (control_words[i]) == length &&
        g_ascii_strncasecmp (word, control_words[i], length) == 0)
      return TRUE;
  return FALSE;
}

/*
 * redress_postgres_has_control:
 * @script: statements
 *
 * Returns: whether one of them would begin or end a transaction
 */
gboolean
redress_postgres_has_control (const char *script)
{
  gboolean found = begins_with_control (script);
  const char *at = script;

  while (!found && *at != '\0')
    {
      const char *next = skip_quoted (at);

      if (next == at && *next++ == ';')
        found = begins_with_control (next);
      at = next;
    }
  return found;
}

/*
 * redress_postgres_count_parameters:
 * @sql: one statement
 * @n: (out): it has the parameters $1 to $n
 *
 * Returns: whether it may be prepared, as far as can be told without the database
 */
gboolean
redress_postgres_count_parameters (const char *sql, guint *n, GError **error)
{
  guint64 found = 0, highest = 0, seen = 0;
  const char *at = sql;

  if (begins_with_control (sql) || *skip_space (sql) == '\0')
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "database: no statement that may be prepared");
      return FALSE;
    }
  while (*at != '\0')
    {
      const char *next = skip_quoted (at);

      if (next == at && at[0] == '$' && g_ascii_isdigit (at[1]))
        {
          found = g_ascii_strtoull (at + 1, (char **)&next, 10);
          highest = MAX (highest, found);
          if (found > 0 && found <= 64)
            seen |= G_GUINT64_CONSTANT (1) << (found - 1);
        }
      else if (next == at)
        next++;
      at = next;
    }
  *n = (guint)highest;
  if (highest < 64 && seen == (G_GUINT64_CONSTANT (1) << highest) - 1)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "database: expected $1 to $%u without a gap, 63 at most", *n);
  return FALSE;
}
