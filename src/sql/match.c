/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/match.h"

#include "sql/segmenter.h"

/* More than a person types; what is longer was pasted by mistake and would only be slow. */
#define MAX_TERMS 16
#define MAX_SEGMENTS 64

/* Segments hold letters, digits and CJK characters alone, so nothing has to be escaped. */
static gboolean
append_segment (GString *expression, const RedressSegment *segment, gboolean is_first)
{
  g_string_append (expression, is_first ? "\"" : " + \"");
  g_string_append_len (expression, segment->text, (gssize)segment->length);
  g_string_append_c (expression, '"');
  return segment->kind != REDRESS_SEGMENT_PAIR;
}

/* A term becomes a phrase. The word it ends with may go on in the text; the run of CJK characters
 * it ends with goes on anyway, because its pairs say nothing about what follows. */
static gboolean
append_term (GString *expression, const char *term, gsize length)
{
  RedressSegment segments[2];
  RedressSegmenter segmenter;
  guint n = 0;
  gboolean may_go_on = FALSE, is_first = TRUE;
  gboolean has_next;

  redress_segmenter_init (&segmenter, term, length);
  has_next = redress_segmenter_next (&segmenter, &segments[0]);
  if (has_next && expression->len > 0)
    g_string_append (expression, " AND ");
  while (has_next && n < MAX_SEGMENTS)
    {
      const RedressSegment *current = &segments[n % 2];

      has_next = redress_segmenter_next (&segmenter, &segments[(n + 1) % 2]);
      if (has_next || current->kind != REDRESS_SEGMENT_LAST || current->is_alone)
        {
          may_go_on = append_segment (expression, current, is_first);
          is_first = FALSE;
        }
      n++;
    }
  if (may_go_on)
    g_string_append (expression, " *");
  return !is_first;
}

/**
 * redress_sql_match_from_typed:
 * @typed: what a person typed or pasted, any bytes
 *
 * Makes an expression for the MATCH of a table with `tokenize = 'cjk'` and `detail = full` which
 * finds the rows that hold every term of @typed, somewhere in their columns. Terms are separated by
 * space; signs inside a term count as nothing. One Chinese character is found, and the beginning
 * of a word or number; quotes and operators have no meaning.
 *
 * Returns: (transfer full) (nullable): the expression, or %NULL if there is nothing to look for
 */
char *
redress_sql_match_from_typed (const char *typed)
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
          n_terms += append_term (expression, at, (gsize)(end - at));
          at = end;
        }
    }
  return expression->len > 0 ? g_strdup (expression->str) : NULL;
}
