/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/use.h"

#include "core/policy-build.h"

void
redress_use_free (RedressUse *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

static const RedressDerived *
find_derived (RedressPolicy *policy, const char *name)
{
  for (guint i = 0; i < policy->derived->len; i++)
    {
      const RedressDerived *derived = g_ptr_array_index (policy->derived, i);

      if (g_strcmp0 (derived->spec.name, name) == 0)
        return derived;
    }
  return NULL;
}

/* Derived facts rest on earlier ones alone, so this ends. */
static gboolean
is_made_of (RedressPolicy *policy, const char *name, const char *fact)
{
  const RedressDerived *derived;

  if (g_strcmp0 (name, fact) == 0)
    return TRUE;
  derived = find_derived (policy, name);
  for (guint i = 0; derived != NULL && i < derived->operands->len; i++)
    {
      const RedressOperand *operand = g_ptr_array_index (derived->operands, i);

      if (operand->name != NULL && is_made_of (policy, operand->name, fact))
        return TRUE;
    }
  return FALSE;
}

/**
 * redress_finding_rests_on:
 * @policy: the policy of the finding
 * @name: name of a fact
 *
 * Where the rule came out, these are the facts that settled it; where it is unknown, all that it
 * looked at.
 *
 * Returns: whether what came out rests on the fact
 */
gboolean
redress_finding_rests_on (const RedressFinding *self, RedressPolicy *policy, const char *name)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (policy != NULL, FALSE);

  for (char **blamed = self->blamed; *blamed != NULL; blamed++)
    if (is_made_of (policy, *blamed, name))
      return TRUE;
  for (guint i = 0; self->outcome == REDRESS_OUTCOME_UNKNOWN && i < self->facts->len; i++)
    {
      const RedressFindingFact *fact = g_ptr_array_index (self->facts, i);

      if (is_made_of (policy, fact->name, name))
        return TRUE;
    }
  return FALSE;
}

static RedressUse *
take_use (GPtrArray *uses, guint entry)
{
  RedressUse *use;

  for (guint i = 0; i < uses->len; i++)
    {
      use = g_ptr_array_index (uses, i);
      if (use->entry == entry)
        return use;
    }
  use = g_new0 (RedressUse, 1);
  use->entry = entry;
  use->facts = g_ptr_array_new ();
  use->findings = g_ptr_array_new ();
  g_ptr_array_add (uses, use);
  return use;
}

static guint
rank (const RedressEvaluation *evaluation, const RedressFinding *finding)
{
  static const guint ranks[] = {
    [REDRESS_OUTCOME_MATCH] = 1,
    [REDRESS_OUTCOME_UNKNOWN] = 2,
    [REDRESS_OUTCOME_NO_MATCH] = 3,
  };

  return finding->rule == evaluation->deciding ? 0 : ranks[finding->outcome];
}

/* Before the first one that stands behind it, so that alike ones keep the order of the file. */
static void
add_finding (const RedressEvaluation *evaluation, GPtrArray *findings, RedressFinding *finding)
{
  guint place = 0;

  if (g_ptr_array_find (findings, finding, NULL))
    return;
  while (place < findings->len &&
         rank (evaluation, g_ptr_array_index (findings, place)) <= rank (evaluation, finding))
    place++;
  g_ptr_array_insert (findings, (int)place, finding);
}

static void
add_fact (const RedressEvaluation *evaluation,
          RedressPolicy *policy,
          GPtrArray *uses,
          RedressFact *fact)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();

  for (guint i = 0; i < evaluation->findings->len; i++)
    if (redress_finding_rests_on (g_ptr_array_index (evaluation->findings, i), policy, fact->name))
      g_ptr_array_add (findings, g_ptr_array_index (evaluation->findings, i));
  for (const guint *entry = fact->entries; findings->len > 0 && *entry != 0; entry++)
    {
      RedressUse *use = take_use (uses, *entry);

      g_ptr_array_add (use->facts, fact);
      for (guint i = 0; i < findings->len; i++)
        add_finding (evaluation, use->findings, g_ptr_array_index (findings, i));
    }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const RedressUse *one = *(RedressUse *const *)a;
  const RedressUse *other = *(RedressUse *const *)b;

  return (one->entry > other->entry) - (one->entry < other->entry);
}

/**
 * redress_evaluation_list_uses:
 * @policy: the policy that was evaluated
 * @ticket: the ticket it was evaluated for
 * @sha256: digest of a piece of its evidence
 *
 * Asks which places of a piece the rules rest on. Facts say themselves where they were read;
 * nothing is looked for in the words of the piece. A fact whose value is unknown was not used.
 *
 * Returns: (transfer full) (element-type RedressUse): the places, by entry; they point into
 *   @self and @ticket
 */
GPtrArray *
redress_evaluation_list_uses (const RedressEvaluation *self,
                              RedressPolicy *policy,
                              RedressTicket *ticket,
                              const char *sha256)
{
  GPtrArray *uses;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  uses = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_use_free);
  for (guint i = 0; i < ticket->facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (ticket->facts, i);

      if (fact->entries != NULL && fact->value.type != REDRESS_VALUE_UNKNOWN &&
          g_strcmp0 (fact->evidence, sha256) == 0)
        add_fact (self, policy, uses, fact);
    }
  g_ptr_array_sort (uses, compare_entries);
  return uses;
}

/**
 * redress_uses_limit:
 * @self: (element-type RedressUse): uses by entry
 * @n_entries: how many entries the piece has
 */
void
redress_uses_limit (GPtrArray *self, guint n_entries)
{
  g_return_if_fail (self != NULL);

  while (self->len > 0 &&
         ((const RedressUse *)g_ptr_array_index (self, self->len - 1))->entry > n_entries)
    g_ptr_array_set_size (self, (int)self->len - 1);
}

/**
 * redress_uses_find:
 * @self: (element-type RedressUse): uses
 * @entry: number of an entry, from 1
 *
 * Returns: which of them is of the entry; %G_MAXUINT: none
 */
guint
redress_uses_find (GPtrArray *self, guint entry)
{
  g_return_val_if_fail (self != NULL, G_MAXUINT);

  for (guint i = 0; i < self->len; i++)
    if (((const RedressUse *)g_ptr_array_index (self, i))->entry == entry)
      return i;
  return G_MAXUINT;
}
