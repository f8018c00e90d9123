/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evaluation.h"
#include "core/policy-build.h"

/* What the policy says of orders that may ship while somebody still thinks about them. */

#define MAY_SHIP "may_ship"

/**
 * redress_policy_race_free:
 * @self: (transfer full) (nullable): what a policy says of races
 */
void
redress_policy_race_free (RedressPolicyRace *self)
{
  if (self == NULL)
    return;

  g_free (self->label);
  g_strfreev (self->ships_at);
  g_free (self);
}

static gboolean
names_may_ship (RedressPolicy *self)
{
  for (guint i = 0; i < self->rules->len; i++)
    {
      const RedressRule *rule = g_ptr_array_index (self->rules, i);

      if (rule->effects != NULL && g_strv_contains ((const char *const *)rule->effects, MAY_SHIP))
        return TRUE;
    }
  return FALSE;
}

static void
check_name (RedressPolicy *self,
            const char *member,
            const char *name,
            RedressFactType type,
            GPtrArray *mistakes)
{
  int input = redress_policy_add_input (self, name);

  if (input < 0)
    redress_policy_complain (mistakes, "policy race: %s: no such fact \"%s\"", member, name);
  else if (redress_policy_get_input (self, input)->type != type)
    redress_policy_complain (mistakes, "policy race: %s: \"%s\" is not of type %s", member, name,
                             redress_fact_type_to_string (type));
  else if (redress_policy_get_input (self, input)->masked)
    redress_policy_complain (mistakes, "policy race: %s: \"%s\" is masked", member, name);
}

/**
 * redress_policy_compile_race:
 * @mistakes: (element-type utf8): gets a sentence for each mistake
 *
 * Looks the names up. A race that no rule sees, or a rule without it, is a mistake.
 */
void
redress_policy_compile_race (RedressPolicy *self, GPtrArray *mistakes)
{
  gboolean named = names_may_ship (self);

  if (self->race == NULL)
    {
      if (named)
        redress_policy_complain (mistakes,
                                 "policy file: race: is missing, but a rule says may_ship");
      return;
    }

  if (!named)
    redress_policy_complain (mistakes, "policy race: no rule has the effect may_ship");
  if (self->race->label != NULL)
    check_name (self, "label", self->race->label, REDRESS_FACT_TEXT, mistakes);
  for (char **name = self->race->ships_at; name != NULL && *name != NULL; name++)
    check_name (self, "ships_at", *name, REDRESS_FACT_TIME, mistakes);
}

/**
 * redress_policy_get_race_label:
 *
 * Returns: (transfer none) (nullable): the fact with the state that customers see; %NULL where the
 *   flow has no races
 */
const char *
redress_policy_get_race_label (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->race != NULL ? self->race->label : NULL;
}

static gboolean
may_ship (const RedressEvaluation *evaluation)
{
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);
      const char *const *effects = (const char *const *)finding->rule->effects;

      if (finding->outcome == REDRESS_OUTCOME_MATCH && finding->rule->phase == 4 &&
          effects != NULL && g_strv_contains (effects, MAY_SHIP))
        return TRUE;
    }
  return FALSE;
}

static const RedressValue *
read_name (RedressPolicy *self, const RedressReading *readings, const char *name)
{
  int input = redress_policy_add_input (self, name);

  return input >= 0 ? &readings[input].value : NULL;
}

/**
 * redress_policy_find_race:
 * @ticket: a ticket
 * @evaluation: what the rules say of it
 * @now: the time
 *
 * Returns: (transfer full) (nullable): the race that the order is in, if a rule says that it may
 *   ship within minutes
 */
RedressRace *
redress_policy_find_race (RedressPolicy *self,
                          RedressTicket *ticket,
                          const RedressEvaluation *evaluation,
                          RedressTime now)
{
  g_autofree RedressReading *readings = NULL;
  RedressRace *race;
  const RedressValue *label;

  if (self->race == NULL || !may_ship (evaluation))
    return NULL;

  readings = redress_policy_read_inputs (self, ticket, now);
  race = redress_race_new ();
  label = read_name (self, readings, self->race->label);
  if (label != NULL && label->type == REDRESS_VALUE_TEXT)
    race->label = g_strdup (label->text);
  race->state = g_strdup (ticket->order.state);
  race->since = ticket->order.requested_at;
  race->as_of = ticket->order.state_as_of;
  for (char **name = self->race->ships_at; name != NULL && *name != NULL; name++)
    {
      const RedressValue *value = read_name (self, readings, *name);

      if (value != NULL && value->type == REDRESS_VALUE_TIME &&
          race->ships_at == REDRESS_TIME_UNKNOWN)
        race->ships_at = value->time;
    }
  return race;
}
