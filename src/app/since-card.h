/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"
#include "app/thumbs.h"

G_BEGIN_DECLS

/**
 * RedressSinceCard:
 *
 * What an appeal brings that the first decision could not know: new evidence, and rules of
 * another version.
 */
#define REDRESS_TYPE_SINCE_CARD (redress_since_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressSinceCard, redress_since_card, REDRESS, SINCE_CARD, GtkBox)

void redress_since_card_set_thumbs (RedressSinceCard *self, RedressThumbs *thumbs);
void redress_since_card_show (RedressSinceCard *self, RedressOpenCase *open);
void redress_since_card_set_cited (RedressSinceCard *self, char *const *cited);

G_END_DECLS
