/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedressSearchable:
 *
 * A view of texts that can be searched and stepped through.
 */
#define REDRESS_TYPE_SEARCHABLE (redress_searchable_get_type ())
G_DECLARE_INTERFACE (RedressSearchable, redress_searchable, REDRESS, SEARCHABLE, GtkWidget)

struct _RedressSearchableInterface
{
  GTypeInterface parent_interface;

  guint (*search) (RedressSearchable *self, const char *text);
  void (*show_hit) (RedressSearchable *self, guint hit);
};

/* Marks every place that holds @text, whatever its case and width; returns how many. */
guint redress_searchable_search (RedressSearchable *self, const char *text);
/* Scrolls to the n-th marked place. */
void redress_searchable_show_hit (RedressSearchable *self, guint hit);
/* TRUE if @needle, folded by redress_fold, is in @text. @needle may be "". */
gboolean redress_text_has (const char *text, const char *needle);
/* (transfer full): lower case, half width, so that ＡＢ finds ab. */
char *redress_fold (const char *text);

G_END_DECLS
