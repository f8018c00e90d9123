/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

/* The linker gives every caller of g_timeout_source_new_seconds() this instead. The threads of the
 * desk that talk to a server lose their patience HURRY times as fast: a line that says nothing is
 * given up after 1.5 s where a person would wait for 30 s. The main thread, where tests wait, keeps
 * its time, and so do libraries. */
#define HURRY 20

GSource *__real_g_timeout_source_new_seconds (guint interval);
GSource *__wrap_g_timeout_source_new_seconds (guint interval);

GSource *
__wrap_g_timeout_source_new_seconds (guint interval)
{
  if (g_main_context_get_thread_default () == NULL)
    return __real_g_timeout_source_new_seconds (interval);
  return g_timeout_source_new (interval * (1000 / HURRY));
}
