/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/connector-words.h"

#include "config.h"

#include "app/format.h"

#include <glib/gi18n.h>

const char *
redress_telling_get_label (const RedressTelling *telling)
{
  static const struct
  {
    const char *type;
    const char *label;
  } labels[] = {
    { "decision.effective", NC_ ("event", "Decision") },
    { "decision.reversed", NC_ ("event", "Decision reversed") },
    { "info.requested", NC_ ("event", "Question") },
    { "effects.requested", NC_ ("event", "Effects of a hold or an escalation") },
    { "ticket.closed", NC_ ("event", "Ticket closed") },
    { "test.sent", NC_ ("event", "Test") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (labels[i].type, telling->type))
      return g_dpgettext2 (NULL, "event", labels[i].label);
  return telling->type;
}

/* Takes @part. */
static void
append_part (GString *text, char *part)
{
  g_string_append_printf (text, " · %s", part);
  g_free (part);
}

/* By whom, since when and why. The server stops a platform by itself for one reason alone. */
static char *
describe_stop (const RedressConnector *connector, RedressTime now)
{
  g_autofree char *since = redress_format_moment (connector->stopped_at, now);

  if (g_strcmp0 (connector->stopped_by, "server") == 0 &&
      g_strcmp0 (connector->stopped_why, "410 Gone") == 0)
    /* Translators: %s is a time; 410 is what the platform's computer answered */
    return g_strdup_printf (_ ("Stopped by itself, %s: the platform says that nobody takes "
                               "decisions at this address any more (410)"),
                            since);
  /* Translators: by whom a platform was stopped, since when, and why */
  return g_strdup_printf (_ ("Stopped by %s, %s: %s"), connector->stopped_by, since,
                          connector->stopped_why);
}

char *
redress_connector_describe (const RedressConnector *connector, RedressTime now)
{
  GString *text = g_string_new (NULL);
  int waiting = (int)connector->waiting;
  int dead = (int)connector->dead;
  g_autofree char *stop =
      connector->stopped_at != REDRESS_TIME_UNKNOWN ? describe_stop (connector, now) : NULL;

  if (connector->host == NULL)
    g_string_append (text, _ ("Effects are not sent. Who looks after the server sets the address; "
                              "what was decided until then is sent after that."));
  else if (stop == NULL)
    /* Translators: %s is the address of a platform's computer */
    g_string_append_printf (text, _ ("At %s"), connector->host);
  else
    g_string_append (text, stop);
  if (waiting > 0)
    append_part (text,
                 g_strdup_printf (ngettext ("%d waits", "%d wait", (gulong)waiting), waiting));
  if (dead > 0)
    append_part (text,
                 g_strdup_printf (ngettext ("%d given up", "%d given up", (gulong)dead), dead));
  return g_string_free (text, FALSE);
}

static char *
describe_next (const RedressConnectors *connectors, const RedressTelling *telling, RedressTime now)
{
  g_autofree char *when = NULL;

  if (telling->state != REDRESS_TELLING_WAITING)
    return NULL;
  if (redress_connectors_is_held (connectors, telling))
    return g_strdup (_ ("waits for an earlier one of its ticket"));
  if (telling->next_at == REDRESS_TIME_UNKNOWN)
    return g_strdup (_ ("waits until the platform is started again"));
  when = redress_format_moment (MAX (telling->next_at, telling->leaves_at), now);
  if (telling->attempts == 0)
    return telling->leaves_at > now ? g_strdup_printf (_ ("leaves %s"), when) : NULL;
  return telling->next_at > now ? g_strdup_printf (_ ("next try %s"), when) : NULL;
}

char *
redress_telling_describe (const RedressConnectors *connectors,
                          const RedressTelling *telling,
                          RedressTime now)
{
  g_autofree char *made = redress_format_moment (telling->made_at, now);
  g_autofree char *next = describe_next (connectors, telling, now);
  GString *text = g_string_new (made);
  int attempts = (int)telling->attempts;

  if (attempts > 0)
    append_part (text,
                 g_strdup_printf (ngettext ("%d try", "%d tries", (gulong)attempts), attempts));
  if (next != NULL)
    g_string_append_printf (text, " · %s", next);
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *silence;
  const char *words;
} silences[] = {
  { "late", N_ ("No answer within 30 seconds") },
  { "name_unknown", N_ ("No machine has the name in the address") },
  { "refused", N_ ("Nobody listens at the address") },
  { "unreachable", N_ ("The platform cannot be reached") },
  { "not_trusted", N_ ("The platform's certificate is not trusted") },
  { "broken_off", N_ ("The platform broke the connection off") },
  { "no_address", N_ ("The address cannot be used") },
};

/* A server that is newer may know more reasons than this desk. */
static char *
describe_silence (const RedressTelling *telling, const char *words)
{
  for (guint i = 0; i < G_N_ELEMENTS (silences); i++)
    if (g_strcmp0 (silences[i].silence, telling->silence) == 0)
      return g_strdup (_ (silences[i].words));
  return *words != '\0' ? g_strdup (words) : NULL;
}

char *
redress_telling_describe_answer (const RedressTelling *telling)
{
  g_autofree char *words = g_strstrip (g_strdup (telling->words));

  if (telling->status == 0)
    return describe_silence (telling, words);
  if (*words == '\0')
    return g_strdup_printf (_ ("Answer: %d"), (int)telling->status);
  /* Translators: status and words of an answer: "Answer: 503, no room" */
  return g_strdup_printf (_ ("Answer: %d, %s"), (int)telling->status, words);
}

RedressTellingLook
redress_telling_get_look (const RedressTelling *telling)
{
  switch (telling->state)
    {
    case REDRESS_TELLING_SENT:
      return (RedressTellingLook){ C_ ("event", "Taken"), "object-select-symbolic", "ok" };
    case REDRESS_TELLING_DEAD:
      return (RedressTellingLook){ C_ ("event", "Given up"), "dialog-warning-symbolic", "bad" };
    case REDRESS_TELLING_WAITING:
    default:
      return telling->attempts > 0 ? (RedressTellingLook){ C_ ("event", "Not taken yet"),
                                                           "view-refresh-symbolic", "warn" }
                                   : (RedressTellingLook){ C_ ("event", "Waits"),
                                                           "document-open-recent-symbolic", "" };
    }
}
