/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/environment.h"

#include "server/render/check.h"

/**
 * redress_check_new:
 * @name: what was looked at
 * @ok: whether it works here
 * @needed: whether the server cannot do its work without
 * @detail: (nullable): more about it
 *
 * Returns: (transfer full): the result of a check
 */
RedressCheck *
redress_check_new (const char *name, gboolean ok, gboolean needed, const char *detail)
{
  RedressCheck *self = g_new0 (RedressCheck, 1);

  self->name = g_strdup (name);
  self->ok = ok;
  self->needed = needed;
  self->detail = g_strdup (detail);
  return self;
}

/**
 * redress_check_free:
 * @self: (transfer full): the result of a check
 */
void
redress_check_free (RedressCheck *self)
{
  g_free (self->name);
  g_free (self->detail);
  g_free (self);
}

/**
 * redress_environment_check:
 *
 * Looks at what this machine offers. Nothing of it is needed to serve: evidence that cannot be
 * rendered is kept, and desks say that it cannot be shown.
 *
 * Returns: (transfer full) (element-type RedressCheck): what works here and what does not
 */
GPtrArray *
redress_environment_check (void)
{
  /* By the bits of the abilities. */
  static const char *const names[REDRESS_RENDER_N_ABILITIES] = {
    "evidence-pictures",
    "evidence-pdf",
    "evidence-heic",
    "evidence-video",
  };
  GPtrArray *checks = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_check_free);
  g_autofree char *tool = redress_render_find_tool ();
  g_auto (RedressRenderReport) report = { 0 };

  redress_render_check (tool, &report);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_ptr_array_add (checks, redress_check_new (names[i], report.problems[i] == NULL, FALSE,
                                                report.problems[i]));
  return checks;
}
