/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressTimelineCard:
 *
 * The timeline with its heading and the names of its lanes. Scrolls sideways where there are
 * more moments than room, and begins where the request is to be seen.
 */
#define REDRESS_TYPE_TIMELINE_CARD (redress_timeline_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressTimelineCard, redress_timeline_card, REDRESS, TIMELINE_CARD, GtkBox)

/* Hides itself where nothing has happened. */
void redress_timeline_card_show (RedressTimelineCard *self, RedressOpenCase *open);

G_END_DECLS
