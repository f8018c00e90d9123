/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/seen-cases.h"

/* More than anybody keeps open at a time. */
#define MAX_CASES 32

static void
seen_case_free (RedressSeenCase *self)
{
  g_free (self->digest);
  g_free (self);
}

/**
 * redress_seen_cases_new:
 *
 * Returns: (transfer full) (element-type RedressSeenCase): no cases
 */
GHashTable *
redress_seen_cases_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)seen_case_free);
}

static void
forget_oldest (GHashTable *cases)
{
  const RedressSeenCase *oldest = NULL;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, cases);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const RedressSeenCase *seen = value;

      if (oldest == NULL || seen->order < oldest->order)
        oldest = seen;
    }
  if (oldest != NULL)
    g_hash_table_remove (cases, &oldest->id);
}

/**
 * redress_seen_cases_put:
 * @cases: the cases
 * @n_seen: (inout): counts, for their age
 * @summary: of the ticket that a window gets
 * @digest: of what it shows
 *
 * Remembers what was shown of a ticket in the place of what was shown before.
 */
void
redress_seen_cases_put (GHashTable *cases,
                        guint64 *n_seen,
                        const RedressSummary *summary,
                        const char *digest)
{
  RedressSeenCase *seen = g_new0 (RedressSeenCase, 1);

  seen->id = summary->id;
  seen->version = summary->version;
  seen->digest = g_strdup (digest);
  seen->order = (*n_seen)++;
  g_hash_table_replace (cases, &seen->id, seen);
  if (g_hash_table_size (cases) > MAX_CASES)
    forget_oldest (cases);
}

/**
 * redress_seen_cases_find:
 * @cases: the cases
 * @ticket: a ticket
 *
 * Returns: (transfer none) (nullable): what was shown of it last
 */
const RedressSeenCase *
redress_seen_cases_find (GHashTable *cases, gint64 ticket)
{
  return g_hash_table_lookup (cases, &ticket);
}
