/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/match.h"

#include "sql/segmenter.h"

#include <string.h>

/* More than a person types; what is longer was pasted by mistake and would only be slow. */
#define MAX_TERMS 16
#define MAX_SEGMENTS 64
/* PostgreSQL counts no further. */
#define LAST_POSITION 16383u

/* How a dialect writes an expression. */
typedef struct
{
  char quote;
  const char *next; /* the next token of a phrase */
  const char *and_; /* the next phrase */
  const char *prefix;
} Syntax;

static const Syntax syntaxes[] = {
  [REDRESS_SQL_SQLITE] = { '"', " + ", " AND ", " *" },
  [REDRESS_SQL_POSTGRESQL] = { '\'', " <-> ", " & ", ":*" },
};

/* Segments hold letters, digits and CJK characters alone, so nothing has to be escaped. */
static void
append_quoted (GString *text, char quote, const RedressSegment *segment)
{
  g_string_append_c (text, quote);
  g_string_append_len (text, segment->text, (gssize)segment->length);
  g_string_append_c (text, quote);
}

static gboolean
append_segment (GString *expression,
                const Syntax *syntax,
                const RedressSegment *segment,
                gboolean is_first)
{
  if (!is_first)
    g_string_append (expression, syntax->next);
  append_quoted (expression, syntax->quote, segment);
  return segment->kind != REDRESS_SEGMENT_PAIR;
}

/* A term becomes a phrase. The word it ends with may go on in the text; the run of CJK characters
 * it ends with goes on anyway, because its pairs say nothing about what follows. */
static gboolean
append_term (GString *expression, const Syntax *syntax, const char *term, gsize length)
{
  RedressSegment segments[2];
  RedressSegmenter segmenter;
  guint n = 0;
  gboolean may_go_on = FALSE, is_first = TRUE;
  gboolean has_next;

  redress_segmenter_init (&segmenter, term, length);
  has_next = redress_segmenter_next (&segmenter, &segments[0]);
  if (has_next && expression->len > 0)
    g_string_append (expression, syntax->and_);
  while (has_next && n < MAX_SEGMENTS)
    {
      const RedressSegment *current = &segments[n % 2];

      has_next = redress_segmenter_next (&segmenter, &segments[(n + 1) % 2]);
      if (has_next || current->kind != REDRESS_SEGMENT_LAST || current->is_alone)
        {
          may_go_on = append_segment (expression, syntax, current, is_first);
          is_first = FALSE;
        }
      n++;
    }
  if (may_go_on)
    g_string_append (expression, syntax->prefix);
  return !is_first;
}

/**
 * redress_sql_match_from_typed:
 * @dialect: for whom
 * @typed: what a person typed or pasted, any bytes
 *
 * Makes an expression for the MATCH of a table of SQLite with `tokenize = 'cjk'` and
 * `detail = full`, or a tsquery of PostgreSQL for redress_sql_match_make_vector(), which finds the
 * rows that hold every term of @typed, somewhere in their columns. Terms are separated by
 * space; signs inside a term count as nothing. One Chinese character is found, and the beginning
 * of a word or number; quotes and operators have no meaning.
 *
 * Returns: (transfer full) (nullable): the expression, or %NULL if there is nothing to look for
 */
char *
redress_sql_match_from_typed (RedressSqlDialect dialect, const char *typed)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) expression = g_string_new (NULL);
  const char *at;

  g_return_val_if_fail (typed != NULL, NULL);

  valid = g_utf8_make_valid (typed, -1);
  at = valid;

  for (guint n_terms = 0; *at != '\0' && n_terms < MAX_TERMS;)
    {
      const char *end = at;

      while (*end != '\0' && !g_unichar_isspace (g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      if (end == at)
        at = g_utf8_next_char (at);
      else
        {
          n_terms += append_term (expression, &syntaxes[dialect], at, (gsize)(end - at));
          at = end;
        }
    }
  return expression->len > 0 ? g_strdup (expression->str) : NULL;
}

/**
 * redress_sql_match_make_vector:
 * @columns: (array zero-terminated=1): texts
 *
 * Cuts texts as the tokenizer of SQLite's index does. No phrase reaches from one into the next.
 *
 * Returns: (transfer full): a tsvector of PostgreSQL
 */
char *
redress_sql_match_make_vector (const char *const *columns)
{
  GString *vector = g_string_new (NULL);
  guint position = 1;

  for (guint i = 0; columns[i] != NULL; i++, position += 2)
    {
      RedressSegmenter segmenter;
      RedressSegment segment;

      redress_segmenter_init (&segmenter, columns[i], strlen (columns[i]));
      for (; redress_segmenter_next (&segmenter, &segment); position++)
        {
          append_quoted (vector, '\'', &segment);
          g_string_append_printf (vector, ":%u ", MIN (position, LAST_POSITION));
        }
    }
  return g_string_free (vector, FALSE);
}
