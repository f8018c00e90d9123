/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressNotesCard:
 *
 * What colleagues wrote on the ticket, newest first.
 */
#define REDRESS_TYPE_NOTES_CARD (redress_notes_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressNotesCard, redress_notes_card, REDRESS, NOTES_CARD, GtkBox)

/* Hides itself where nobody wrote anything. */
void redress_notes_card_show (RedressNotesCard *self, RedressOpenCase *open);

G_END_DECLS
