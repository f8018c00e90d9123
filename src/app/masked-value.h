/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands in the place of a value: itself, or with a button that reveals or hides it.
 * @fact: (nullable); @value: shows the fact */
GtkWidget *
redress_masked_value_wrap (RedressOpenCase *open, const RedressFact *fact, GtkWidget *value);

G_END_DECLS
