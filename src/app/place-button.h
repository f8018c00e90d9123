/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/* A button that leads to where a fact was read (action "case.view-entry").
 * @fact: (nullable). Returns: (nullable): NULL where nobody said it, or the file is not there */
GtkWidget *redress_place_button_new (RedressOpenCase *open, const RedressFact *fact);
/* The same with words: "Channel log, entry 12". */
GtkWidget *redress_place_button_new_named (RedressOpenCase *open, const RedressFact *fact);

G_END_DECLS
