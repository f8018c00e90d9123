/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/timeline-columns.h"

#include "core/calendar.h"

/* More than this is shown as a gap. */
#define GAP REDRESS_HOUR
#define N_LANES (REDRESS_LANE_MONEY + 1)

static RedressTime
to_second (RedressTime time)
{
  return time - time % REDRESS_SECOND;
}

static RedressTimelineColumn *
get (const RedressTimelineColumns *self, guint column)
{
  return &g_array_index (self->columns, RedressTimelineColumn, column);
}

static void
add_column (RedressTimelineColumns *self, RedressTime at, RedressTime requested)
{
  RedressTimelineColumn column = { at, FALSE, FALSE, FALSE };
  guint32 day = redress_julian_from_time (at, NULL);

  column.is_request = requested != REDRESS_TIME_UNKNOWN && at == to_second (requested);
  if (self->columns->len > 0)
    {
      const RedressTimelineColumn *before = get (self, self->columns->len - 1);

      column.after_gap = at - before->at > GAP;
      column.new_day = redress_julian_from_time (before->at, NULL) != day;
      column.is_request = column.is_request && !before->is_request;
    }
  else if (requested != REDRESS_TIME_UNKNOWN)
    column.new_day = redress_julian_from_time (requested, NULL) != day;
  g_array_append_val (self->columns, column);
}

/* The moment of the request is a column even where no event says so. */
static void
add_missing_request (RedressTimelineColumns *self, RedressTime next, RedressTime requested)
{
  RedressTime second = requested != REDRESS_TIME_UNKNOWN ? to_second (requested) : 0;

  if (requested == REDRESS_TIME_UNKNOWN || next <= second)
    return;
  if (self->columns->len > 0 && get (self, self->columns->len - 1)->at >= second)
    return;
  add_column (self, second, requested);
}

RedressTimelineColumns *
redress_timeline_columns_new (GPtrArray *events, RedressTime requested)
{
  RedressTimelineColumns *self = g_new0 (RedressTimelineColumns, 1);
  gboolean taken[N_LANES] = { FALSE };

  self->columns = g_array_new (FALSE, TRUE, sizeof (RedressTimelineColumn));
  self->places = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (events, i);
      RedressTime at = to_second (event->at);
      guint place;

      add_missing_request (self, at, requested);
      if (self->columns->len == 0 || get (self, self->columns->len - 1)->at != at ||
          taken[event->lane])
        {
          add_column (self, at, requested);
          for (guint lane = 0; lane < N_LANES; lane++)
            taken[lane] = FALSE;
        }
      taken[event->lane] = TRUE;
      place = self->columns->len - 1;
      g_array_append_val (self->places, place);
    }
  add_missing_request (self, G_MAXINT64, requested);
  return self;
}

void
redress_timeline_columns_free (RedressTimelineColumns *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->columns);
  g_array_unref (self->places);
  g_free (self);
}

guint
redress_timeline_columns_find_end (const RedressTimelineColumns *self,
                                   GPtrArray *events,
                                   guint event)
{
  const RedressEvent *from = g_ptr_array_index (events, event);

  for (guint i = event + 1; i < events->len; i++)
    if (((const RedressEvent *)g_ptr_array_index (events, i))->lane == from->lane)
      return g_array_index (self->places, guint, i);
  return self->columns->len;
}

static int
sum (const int *widths, guint from, guint to)
{
  int total = 0;

  for (guint i = from; i < to; i++)
    total += widths[i];
  return total;
}

/* Gives @amount to the columns from @from to @to in equal parts. */
static void
spread (int *widths, guint from, guint to, int amount)
{
  for (guint i = from; i < to; i++)
    {
      int part = amount / (int)(to - i);

      widths[i] += part;
      amount -= part;
    }
}

void
redress_timeline_columns_place (const RedressTimelineColumns *self,
                                GPtrArray *events,
                                const int *least,
                                const int *needed,
                                int width,
                                int *x)
{
  guint n = self->columns->len;
  g_autofree int *widths = g_memdup2 (least, n * sizeof (int));
  int spare = MAX (width - sum (least, 0, n), 0);

  for (guint i = 0; i < events->len; i++)
    {
      guint from = g_array_index (self->places, guint, i);
      guint to = redress_timeline_columns_find_end (self, events, i);
      int lacks = MIN (needed[i] - sum (widths, from, to), spare);

      if (lacks <= 0)
        continue;
      spread (widths, from, to, lacks);
      spare -= lacks;
    }
  if (n > 0)
    spread (widths, 0, n, spare);
  x[0] = 0;
  for (guint i = 0; i < n; i++)
    x[i + 1] = x[i] + widths[i];
}
