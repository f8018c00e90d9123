/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"
#include "core/use.h"

G_BEGIN_DECLS

/* A small button at what rules used, which names the first of them. It opens what the place says
 * and each rule that rests on it, with why.
 * @uses: (element-type RedressUse): of @open, kept alive; @use: one of them */
GtkWidget *redress_use_chip_new (RedressOpenCase *open, GPtrArray *uses, const RedressUse *use);
const RedressUse *redress_use_chip_get_use (GtkWidget *chip);
/* (transfer full): "R-KM-4 +2" */
char *redress_use_name_rules (const RedressUse *use);

G_END_DECLS
