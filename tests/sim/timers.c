/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/virtual-time.h"

/* The linker gives every caller of g_timeout_source_new() and g_timeout_source_new_seconds() these
 * instead: the engine's timers go by the time of the simulated world. */

GSource *__wrap_g_timeout_source_new (guint interval);
GSource *__wrap_g_timeout_source_new_seconds (guint interval);

typedef struct
{
  GSource source;
  gint64 interval;
  guint happening;
} Timer;

static void
ring (gpointer data)
{
  Timer *timer = data;

  timer->happening = 0;
  g_source_set_ready_time (&timer->source, 0);
}

static void
arm (Timer *timer)
{
  timer->happening = sim_after (timer->interval, ring, timer);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  g_source_set_ready_time (source, -1);
  if (callback (data) == G_SOURCE_REMOVE)
    return G_SOURCE_REMOVE;
  arm ((Timer *)source);
  return G_SOURCE_CONTINUE;
}

static void
finalize (GSource *source)
{
  sim_cancel (((Timer *)source)->happening);
}

static GSourceFuncs funcs = { .dispatch = dispatch, .finalize = finalize };

static GSource *
create (gint64 interval)
{
  Timer *timer = (Timer *)g_source_new (&funcs, sizeof (Timer));

  timer->interval = interval;
  arm (timer);
  return &timer->source;
}

GSource *
__wrap_g_timeout_source_new (guint interval)
{
  return create (interval * G_GINT64_CONSTANT (1000));
}

GSource *
__wrap_g_timeout_source_new_seconds (guint interval)
{
  return create (interval * REDRESS_SECOND);
}
