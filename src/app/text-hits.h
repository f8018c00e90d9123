/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/* What one may step through beside what was searched for. */
typedef enum
{
  REDRESS_STOP_USE,   /* what a rule used */
  REDRESS_STOP_PAUSE, /* where nothing was said for a while, or a day began */
} RedressStop;

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
  void (*set_uses) (RedressSearchable *self, RedressOpenCase *open, GPtrArray *uses);
  guint (*count_stops) (RedressSearchable *self, RedressStop kind);
  void (*show_stop) (RedressSearchable *self, RedressStop kind, guint stop);
  guint (*show_entry) (RedressSearchable *self, guint entry);
};

/* Marks every place that holds @text, whatever its case and width; returns how many. */
guint redress_searchable_search (RedressSearchable *self, const char *text);
/* Scrolls to the n-th marked place. */
void redress_searchable_show_hit (RedressSearchable *self, guint hit);
/* Lights what rules used. @uses: (element-type RedressUse): of @open, by entry */
void redress_searchable_set_uses (RedressSearchable *self, RedressOpenCase *open, GPtrArray *uses);
guint redress_searchable_count_stops (RedressSearchable *self, RedressStop kind);
/* Scrolls to the n-th stop of a kind, which is the one that is looked at from now on. */
void redress_searchable_show_stop (RedressSearchable *self, RedressStop kind, guint stop);
/* Scrolls to an entry, from 1; returns which stop of those that rules used it is, G_MAXUINT if none
 * used it. */
guint redress_searchable_show_entry (RedressSearchable *self, guint entry);
/* TRUE if @needle, folded by redress_fold, is in @text. @needle may be "". */
gboolean redress_text_has (const char *text, const char *needle);
/* (transfer full): lower case, half width, so that ＡＢ finds ab. */
char *redress_fold (const char *text);

G_END_DECLS
