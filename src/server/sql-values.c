/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/sql-values.h"

/**
 * redress_sql_bind_time:
 * @statement: a statement
 * @position: number of the parameter
 * @time: a time; unknown becomes NULL
 */
void
redress_sql_bind_time (RedressSqlStatement *statement, guint position, RedressTime time)
{
  if (time == REDRESS_TIME_UNKNOWN)
    redress_sql_statement_bind_null (statement, position);
  else
    redress_sql_statement_bind_int64 (statement, position, time);
}

/**
 * redress_sql_get_time:
 * @statement: a statement with a row
 * @column: number of the column
 *
 * Returns: the time, or %REDRESS_TIME_UNKNOWN where the column is NULL
 */
RedressTime
redress_sql_get_time (RedressSqlStatement *statement, guint column)
{
  if (redress_sql_statement_is_null (statement, column))
    return REDRESS_TIME_UNKNOWN;

  return redress_sql_statement_get_int64 (statement, column);
}

/**
 * redress_sql_bind_lines:
 * @statement: a statement
 * @position: number of the parameter
 * @lines: (nullable) (array zero-terminated=1): words without line breaks
 */
void
redress_sql_bind_lines (RedressSqlStatement *statement, guint position, char *const *lines)
{
  g_autofree char *text = NULL;

  if (lines != NULL && lines[0] != NULL)
    text = g_strjoinv ("\n", (char **)lines);
  redress_sql_statement_bind_text (statement, position, text);
}

/**
 * redress_sql_dup_lines:
 * @statement: a statement with a row
 * @column: number of the column
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the words; %NULL where there
 *   are none
 */
char **
redress_sql_dup_lines (RedressSqlStatement *statement, guint column)
{
  const char *text = redress_sql_statement_get_text (statement, column);

  return text != NULL && text[0] != '\0' ? g_strsplit (text, "\n", -1) : NULL;
}
