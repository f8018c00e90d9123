/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/race-words.h"

#include "config.h"

#include "app/platforms.h"

#include <glib/gi18n.h>

/* Beyond this nobody counts seconds. */
#define COUNTED_SPAN REDRESS_HOUR
#define CALM_SPAN (30 * REDRESS_MINUTE)

/* To the second, because that is what decides. */
static char *
format_span (gint64 span)
{
  gint64 seconds = MAX (span, 0) / REDRESS_SECOND;

  if (span >= COUNTED_SPAN || seconds < 60)
    return redress_format_span (span);
  return g_strdup_printf (_ ("%d min %02d s"), (int)(seconds / 60), (int)(seconds % 60));
}

char *
redress_race_format_time (const RedressRace *race, RedressTime now)
{
  g_autofree char *span = NULL;

  if (race->ships_at == REDRESS_TIME_UNKNOWN)
    return g_strdup (_ ("May ship at any moment"));
  span = format_span (ABS (race->ships_at - now));
  if (race->ships_at <= now)
    return g_strdup_printf (_ ("May have shipped %s ago"), span);
  return g_strdup_printf (_ ("May ship in %s"), span);
}

char *
redress_race_format_states (const RedressRace *race, const char *flow)
{
  RedressPlatforms *platforms = redress_platforms_get_default ();
  const char *shown = redress_platforms_get_race_label (platforms, flow, race->label);
  const char *truly = redress_platforms_get_order_state (platforms, flow, race->state);

  /* Translators: states of an order: what is true, then what its label says */
  return g_strdup_printf (_ ("Truly: %s · shown: %s"), truly != NULL ? truly : _ ("unknown"),
                          shown != NULL ? shown : _ ("unknown"));
}

char *
redress_race_format_ages (const RedressRace *race, RedressTime now)
{
  g_autofree char *asked =
      race->since != REDRESS_TIME_UNKNOWN ? format_span (now - race->since) : NULL;
  g_autofree char *read =
      race->as_of != REDRESS_TIME_UNKNOWN ? format_span (now - race->as_of) : NULL;

  if (asked == NULL)
    return read != NULL ? g_strdup_printf (_ ("Read %s ago"), read) : g_strdup (_ ("Never read"));
  if (read == NULL)
    return g_strdup_printf (_ ("Asked %s ago · never read"), asked);
  /* Translators: how long ago the customer asked, and the state of the order was read */
  return g_strdup_printf (_ ("Asked %s ago · read %s ago"), asked, read);
}

RedressDueStage
redress_race_get_stage (const RedressRace *race, RedressTime now)
{
  if (race->ships_at == REDRESS_TIME_UNKNOWN)
    return REDRESS_DUE_STAGE_SOON;
  if (race->ships_at <= now)
    return REDRESS_DUE_STAGE_LATE;
  return race->ships_at - now <= CALM_SPAN ? REDRESS_DUE_STAGE_SOON : REDRESS_DUE_STAGE_CALM;
}
