/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressRelatedCard:
 *
 * Other tickets that whoever decides has to know of: of the same order, or with a file of this
 * customer. A request that came twice can end in this one.
 */
#define REDRESS_TYPE_RELATED_CARD (redress_related_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressRelatedCard, redress_related_card, REDRESS, RELATED_CARD, GtkBox)

void redress_related_card_show (RedressRelatedCard *self, RedressOpenCase *open);

G_END_DECLS
