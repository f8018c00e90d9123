/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressConflictRow:
 * @mine: (nullable): "—" where I said nothing
 * @theirs: (nullable): NULL where nobody decided
 * @differs: lit in both cards
 */
typedef struct
{
  char *label;
  char *mine;
  char *theirs;
  gboolean differs;
} RedressConflictRow;

void redress_conflict_row_free (RedressConflictRow *self);
/* (transfer full) (element-type RedressConflictRow): the same rows for both, so that eyes move
 * sideways. */
GPtrArray *redress_conflict_list_rows (RedressOpenCase *open);

/* The three cards of the page. */
GtkWidget *redress_conflict_create_mine (RedressOpenCase *open, GPtrArray *rows);
GtkWidget *redress_conflict_create_theirs (RedressOpenCase *open, GPtrArray *rows);
GtkWidget *redress_conflict_create_changes (RedressOpenCase *open);

G_END_DECLS
