/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/text-hits.h"

#include <string.h>

G_DEFINE_INTERFACE (RedressSearchable, redress_searchable, GTK_TYPE_WIDGET)

static void
redress_searchable_default_init (RedressSearchableInterface *iface)
{
}

guint
redress_searchable_search (RedressSearchable *self, const char *text)
{
  g_return_val_if_fail (REDRESS_IS_SEARCHABLE (self), 0);
  return REDRESS_SEARCHABLE_GET_IFACE (self)->search (self, text);
}

void
redress_searchable_show_hit (RedressSearchable *self, guint hit)
{
  g_return_if_fail (REDRESS_IS_SEARCHABLE (self));
  REDRESS_SEARCHABLE_GET_IFACE (self)->show_hit (self, hit);
}

void
redress_searchable_set_uses (RedressSearchable *self, RedressOpenCase *open, GPtrArray *uses)
{
  g_return_if_fail (REDRESS_IS_SEARCHABLE (self));
  REDRESS_SEARCHABLE_GET_IFACE (self)->set_uses (self, open, uses);
}

guint
redress_searchable_count_stops (RedressSearchable *self, RedressStop kind)
{
  g_return_val_if_fail (REDRESS_IS_SEARCHABLE (self), 0);
  return REDRESS_SEARCHABLE_GET_IFACE (self)->count_stops (self, kind);
}

void
redress_searchable_show_stop (RedressSearchable *self, RedressStop kind, guint stop)
{
  g_return_if_fail (REDRESS_IS_SEARCHABLE (self));
  REDRESS_SEARCHABLE_GET_IFACE (self)->show_stop (self, kind, stop);
}

guint
redress_searchable_show_entry (RedressSearchable *self, guint entry)
{
  g_return_val_if_fail (REDRESS_IS_SEARCHABLE (self), G_MAXUINT);
  return REDRESS_SEARCHABLE_GET_IFACE (self)->show_entry (self, entry);
}

char *
redress_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);

  return g_utf8_casefold (normal != NULL ? normal : "", -1);
}

gboolean
redress_text_has (const char *text, const char *needle)
{
  g_autofree char *folded = NULL;

  if (text == NULL || *needle == '\0')
    return FALSE;
  folded = redress_fold (text);
  return strstr (folded, needle) != NULL;
}
