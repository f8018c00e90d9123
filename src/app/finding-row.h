/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/* A condition of the checklist: passed, failed, unknown or without a match, and why. An unknown
 * one has a button that asks for what would settle it (action "case.ask-for"). */
GtkWidget *redress_finding_row_new (RedressOpenCase *open, const RedressFinding *finding);
/* The same for the list of all rules: with the rule's number, its sources and what is missing.
 * @places: with links to where its facts were read */
GtkWidget *redress_finding_row_new_detailed (RedressOpenCase *open,
                                             const RedressFinding *finding,
                                             gboolean places);
/* A popover around such rows. */
GtkWidget *redress_findings_popover_new (GtkWidget *list);
const char *redress_mark_get_label (RedressMark mark);

G_END_DECLS
