/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/kind.h"
#include "core/verdict.h"

G_BEGIN_DECLS

/**
 * RedressVerdictBox:
 *
 * The verdicts that are possible: three as buttons that stay pressed, the others behind "More".
 * Each has its digit. None is pressed until somebody presses it.
 *
 * Signal "chosen" (int verdict): by a person, not by redress_verdict_box_set_chosen().
 */
#define REDRESS_TYPE_VERDICT_BOX (redress_verdict_box_get_type ())
G_DECLARE_FINAL_TYPE (RedressVerdictBox, redress_verdict_box, REDRESS, VERDICT_BOX, GtkBox)

/* Does nothing if they are the same as before, so that focus stays. */
void redress_verdict_box_set_verdicts (RedressVerdictBox *self,
                                       const RedressVerdict *verdicts,
                                       guint n_verdicts,
                                       RedressKind kind);
void redress_verdict_box_set_chosen (RedressVerdictBox *self, RedressVerdict verdict);
/* One button with the chosen verdict, all others behind an arrow. */
void redress_verdict_box_set_compact (RedressVerdictBox *self, gboolean compact);
/* As if the n-th button was pressed, from 1. FALSE: there is none. */
gboolean redress_verdict_box_press (RedressVerdictBox *self, guint n);
void redress_verdict_box_focus (RedressVerdictBox *self);

G_END_DECLS
