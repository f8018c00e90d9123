/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin.h"

#include "core/error.h"
#include "core/timestamp.h"
#include "server/account-table.h"
#include "server/peak-table.h"
#include "server/peak.h"

static const char usage[] =
    "usage: redress-server peak declare FLOW --by SUPERVISOR --until TIME [--from TIME]\n"
    "                      [--extra-hours N] [--note TEXT]\n"
    "       redress-server peak end|cancel ID --by SUPERVISOR\n"
    "       redress-server peak list";

typedef struct
{
  char *by;
  char *from;
  char *until;
  char *note;
  gint64 extra_hours;
  char **words;
} PeakOptions;

static void
peak_options_clear (PeakOptions *self)
{
  g_free (self->by);
  g_free (self->from);
  g_free (self->until);
  g_free (self->note);
  g_strfreev (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PeakOptions, peak_options_clear)

static gboolean
parse_options (RedressAdminCall *call, PeakOptions *options, GError **error)
{
  /* Taken as they are: the words are UTF-8 here, whatever the locale of this process is. */
  GOptionEntry entries[] = {
    { "by", 0, 0, G_OPTION_ARG_FILENAME, &options->by, NULL, NULL },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &options->from, NULL, NULL },
    { "until", 0, 0, G_OPTION_ARG_FILENAME, &options->until, NULL, NULL },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &options->note, NULL, NULL },
    { "extra-hours", 0, 0, G_OPTION_ARG_INT64, &options->extra_hours, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  options->words = g_strdupv ((char **)call->arguments);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse_strv (context, &options->words, error);
}

/* Who answers for it: a supervisor, whose name stands beside every clock it stretches. */
static RedressAccountRow *
find_actor (RedressAdminCall *call, const char *name, GError **error)
{
  g_autoptr (RedressAccountRow) row = NULL;

  if (!redress_account_table_find (redress_server_get_connection (call->server),
                                   name != NULL ? name : "", &row, error))
    return NULL;
  if (row != NULL && !row->disabled)
    return g_steal_pointer (&row);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "--by has to name a user");
  return NULL;
}

static RedressPeak *
read_peak (RedressAdminCall *call, const PeakOptions *options, GError **error)
{
  g_autoptr (RedressPeak) peak = redress_peak_new ();

  peak->flow = g_strdup (options->words[2]);
  peak->note = g_strdup (options->note);
  peak->extra_hours = options->extra_hours;
  peak->from = redress_clock_now (redress_server_get_clock (call->server));
  if (options->until == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "--until has to be a time");
      return NULL;
    }
  if ((options->from != NULL && !redress_timestamp_parse (options->from, &peak->from, error)) ||
      !redress_timestamp_parse (options->until, &peak->until, error))
    return NULL;
  return g_steal_pointer (&peak);
}

static gboolean
carry_out (RedressAdminCall *call, PeakOptions *options, RedressPeakCall *peak, GError **error)
{
  gint64 id = 0;

  if (g_str_equal (options->words[1], "declare"))
    {
      peak->peak = read_peak (call, options, error);
      return peak->peak != NULL && redress_peak_declare (peak, error);
    }
  g_ascii_string_to_signed (options->words[2], 10, 1, G_MAXINT64, &id, NULL);
  return g_str_equal (options->words[1], "end") ? redress_peak_end (peak, id, error)
                                                : redress_peak_cancel (peak, id, error);
}

static RedressExit
change (RedressAdminCall *call, PeakOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressAccountRow) actor = find_actor (call, options->by, &error);
  g_auto (RedressPeakCall) peak = { .server = call->server };

  if (actor == NULL)
    return redress_admin_fail (call, error);
  peak.actor = actor->account;
  peak.now = redress_clock_now (redress_server_get_clock (call->server));
  if (!carry_out (call, options, &peak, &error))
    {
      if (error == NULL)
        g_set_error_literal (&error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, peak.title);
      return redress_admin_fail (call, error);
    }
  g_string_append_printf (call->output, "%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT " tickets\n",
                          peak.peak->id, peak.n_tickets);
  return REDRESS_EXIT_GOOD;
}

static RedressExit
list (RedressAdminCall *call)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) peaks =
      redress_peak_table_list (redress_server_get_connection (call->server), &error);

  if (peaks == NULL)
    return redress_admin_fail (call, error);
  for (guint i = 0; i < peaks->len; i++)
    {
      const RedressPeak *peak = g_ptr_array_index (peaks, i);
      g_autofree char *from = redress_timestamp_format (peak->from);
      g_autofree char *until = redress_timestamp_format (peak->until);

      g_string_append_printf (call->output, "%" G_GINT64_FORMAT "\t%s\t%s\t%s\t%s\t%s\t%s\n",
                              peak->id, peak->flow, from, until, peak->actor_name,
                              peak->cancelled_at == REDRESS_TIME_UNKNOWN ? "good" : "cancelled",
                              peak->note);
    }
  return REDRESS_EXIT_GOOD;
}

/**
 * redress_admin_peak:
 * @call: "peak" and what follows
 *
 * Returns: the exit status
 */
RedressExit
redress_admin_peak (RedressAdminCall *call)
{
  static const char *const verbs[] = { "declare", "end", "cancel", NULL };
  g_auto (PeakOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  guint n;

  if (!parse_options (call, &options, &error))
    return redress_admin_fail (call, error);
  n = g_strv_length (options.words);
  if (n == 2 && g_str_equal (options.words[1], "list"))
    return list (call);
  if (n == 3 && g_strv_contains (verbs, options.words[1]))
    return change (call, &options);
  return redress_admin_misuse (call, "%s", usage);
}
