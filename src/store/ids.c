/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/ids.h"

static void
append (GString *json, gint64 id)
{
  g_string_append_printf (json, json->len > 1 ? ",%" G_GINT64_FORMAT : "%" G_GINT64_FORMAT, id);
}

/**
 * redress_ids_to_json:
 * @ids: (element-type gint64): numbers
 *
 * Returns: (transfer full): such as "[1,2]"
 */
char *
redress_ids_to_json (GArray *ids)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < ids->len; i++)
    append (json, g_array_index (ids, gint64, i));
  g_string_append_c (json, ']');
  return g_string_free (json, FALSE);
}
