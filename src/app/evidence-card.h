/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"
#include "app/thumbs.h"

G_BEGIN_DECLS

/**
 * RedressEvidenceCard:
 *
 * One piece of evidence: what it is, who holds it, and whether it is here, verified and cited.
 * A press opens it; the second button or the menu key cites it.
 */
#define REDRESS_TYPE_EVIDENCE_CARD (redress_evidence_card_get_type ())
G_DECLARE_FINAL_TYPE (RedressEvidenceCard, redress_evidence_card, REDRESS, EVIDENCE_CARD, GtkButton)

/**
 * RedressEvidenceRoom:
 * @REDRESS_EVIDENCE_ROOM_FULL: for a picture or an icon beside the words
 * @REDRESS_EVIDENCE_ROOM_LITTLE: for a small picture
 * @REDRESS_EVIDENCE_ROOM_NONE: for the words alone
 */
typedef enum
{
  REDRESS_EVIDENCE_ROOM_FULL,
  REDRESS_EVIDENCE_ROOM_LITTLE,
  REDRESS_EVIDENCE_ROOM_NONE,
} RedressEvidenceRoom;

GtkWidget *redress_evidence_card_new (RedressThumbs *thumbs);
/* Loads the small picture if it is here now and was not before. */
void redress_evidence_card_show (RedressEvidenceCard *self,
                                 RedressOpenCase *open,
                                 const RedressEvidence *evidence);
/* Say so before it is shown. */
void redress_evidence_card_set_room (RedressEvidenceCard *self, RedressEvidenceRoom room);
void redress_evidence_card_set_cited (RedressEvidenceCard *self, gboolean cited);
/* It is on the screen now. */
void redress_evidence_card_set_current (RedressEvidenceCard *self, gboolean current);
const char *redress_evidence_card_get_sha256 (RedressEvidenceCard *self);

/* Evidence that should be there and is not: a dashed card with a button to ask for it. */
GtkWidget *redress_evidence_card_new_missing (RedressOpenCase *open, const char *slot);

G_END_DECLS
