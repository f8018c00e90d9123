/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/incident.h"

#include <string.h>

#include "core/policy-build.h"

/* What is longer is no code but somebody's words, which are never the same twice. */
#define MAX_VALUE 200

/**
 * redress_incident_new:
 *
 * Returns: (transfer full): an empty incident
 */
RedressIncident *
redress_incident_new (void)
{
  RedressIncident *self = g_new0 (RedressIncident, 1);

  self->since = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_incident_copy:
 * @self: (nullable): an incident
 *
 * Returns: (transfer full) (nullable): a copy of @self
 */
RedressIncident *
redress_incident_copy (const RedressIncident *self)
{
  RedressIncident *copy;

  if (self == NULL)
    return NULL;

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->values = g_strdupv (self->values);
  return copy;
}

/**
 * redress_incident_free:
 * @self: (transfer full) (nullable): an incident
 */
void
redress_incident_free (RedressIncident *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_strfreev (self->values);
  g_free (self);
}

/**
 * redress_incident_spec_new:
 *
 * Returns: (transfer full): an empty part of a policy
 */
RedressIncidentSpec *
redress_incident_spec_new (void)
{
  return g_new0 (RedressIncidentSpec, 1);
}

/**
 * redress_incident_spec_free:
 * @self: (transfer full) (nullable): a part of a policy
 */
void
redress_incident_spec_free (RedressIncidentSpec *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  redress_text_clear (&self->label);
  g_strfreev (self->by);
  g_free (self);
}

/**
 * redress_policy_get_incidents:
 *
 * Returns: (transfer none) (element-type RedressIncidentSpec): what makes tickets alike, in file
 *   order
 */
GPtrArray *
redress_policy_get_incidents (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->incidents;
}

/**
 * redress_policy_find_incident:
 * @name: (nullable): a name
 *
 * Returns: (transfer none) (nullable): the part of the policy that has it
 */
const RedressIncidentSpec *
redress_policy_find_incident (RedressPolicy *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->incidents->len; i++)
    {
      const RedressIncidentSpec *spec = g_ptr_array_index (self->incidents, i);

      if (g_strcmp0 (spec->name, name) == 0)
        return spec;
    }

  return NULL;
}

/**
 * redress_incident_spec_get_values:
 * @self: a part of the ticket's policy
 * @ticket: a ticket with its facts
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the values of the facts that make
 *   tickets alike; %NULL for a ticket of another kind and where one is not known
 */
char **
redress_incident_spec_get_values (const RedressIncidentSpec *self, RedressTicket *ticket)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (REDRESS_IS_TICKET (ticket), NULL);

  if (self->kinds != 0 && (self->kinds & 1u << ticket->summary->kind) == 0)
    return NULL;
  for (char **name = self->by; name != NULL && *name != NULL; name++)
    {
      const RedressFact *fact = redress_ticket_find_fact (ticket, *name);

      if (fact == NULL || fact->value.type != REDRESS_VALUE_TEXT || *fact->value.text == '\0' ||
          strlen (fact->value.text) > MAX_VALUE || strchr (fact->value.text, '\n') != NULL)
        return NULL;
      g_strv_builder_add (builder, fact->value.text);
    }

  return g_strv_builder_end (builder);
}

/**
 * redress_policy_describe_incident:
 * @self: a policy of the tickets' flow
 * @incident: an incident
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * An older or newer policy may not know it any more; then its values stand alone.
 *
 * Returns: (transfer full): what the tickets have in common, in words
 */
char *
redress_policy_describe_incident (RedressPolicy *self,
                                  const RedressIncident *incident,
                                  const char *language)
{
  const RedressIncidentSpec *spec;
  g_autoptr (GString) words = g_string_new (NULL);
  g_auto (GStrv) by = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (incident != NULL, NULL);

  spec = redress_policy_find_incident (self, incident->name);
  if (spec != NULL)
    by = g_strdupv (spec->by);
  for (guint i = 0; incident->values != NULL && incident->values[i] != NULL; i++)
    {
      RedressValue value = { REDRESS_VALUE_TEXT, { .text = incident->values[i] } };
      gboolean is_known = by != NULL && i < g_strv_length (by);
      g_autofree char *word =
          is_known ? redress_policy_format_value (self, by[i], &value, language) : NULL;

      if (words->len > 0)
        g_string_append (words, " · ");
      g_string_append (words, is_known ? word : incident->values[i]);
    }
  if (spec == NULL)
    return g_strdup (words->str);

  return g_strdup_printf (language != NULL && g_str_has_prefix (language, "zh") ? "%s：%s"
                                                                                : "%s: %s",
                          redress_text_get (&spec->label, language), words->str);
}

/**
 * redress_policy_check_incidents:
 * @self: a compiled policy
 * @mistakes: (element-type utf8): gets a sentence for each mistake
 *
 * What tickets are alike in is read by everybody in the queue, so only texts that are not
 * sensitive will do.
 */
void
redress_policy_check_incidents (RedressPolicy *self, GPtrArray *mistakes)
{
  for (guint i = 0; i < self->incidents->len; i++)
    {
      const RedressIncidentSpec *spec = g_ptr_array_index (self->incidents, i);

      if (redress_policy_find_incident (self, spec->name) != spec)
        redress_policy_complain (mistakes, "incident %s: stands there twice", spec->name);
      if (spec->by == NULL || spec->by[0] == NULL)
        redress_policy_complain (mistakes, "incident %s: by: names no fact", spec->name);
      for (guint n = 0; spec->by != NULL && spec->by[n] != NULL; n++)
        {
          const RedressFactSpec *fact = redress_policy_find_fact (self, spec->by[n]);

          if (fact == NULL)
            redress_policy_complain (mistakes, "incident %s: by[%u]: no such fact \"%s\"",
                                     spec->name, n, spec->by[n]);
          else if (fact->type != REDRESS_FACT_TEXT || fact->sensitivity != REDRESS_SENSITIVITY_LOW)
            redress_policy_complain (mistakes, "incident %s: by[%u]: only texts of low sensitivity",
                                     spec->name, n);
        }
    }
}
