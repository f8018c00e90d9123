/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressEvidenceView:
 *
 * One piece of evidence with the tools that fit it: zoom and rotation for pictures, pages for
 * documents, search for chats and logs. Shows nothing whose digest is wrong.
 *
 * Signals: "shown" (char *sha256): the original's digest of what is on the screen now; "leave":
 * Escape was pressed where nothing more of the file is to be left; "record" (RedressCommand *): to
 * be completed and recorded.
 */
#define REDRESS_TYPE_EVIDENCE_VIEW (redress_evidence_view_get_type ())
G_DECLARE_FINAL_TYPE (RedressEvidenceView, redress_evidence_view, REDRESS, EVIDENCE_VIEW, AdwBin)

void redress_evidence_view_set_sync (RedressEvidenceView *self, RedressSync *sync);
/* @open: (nullable): who looks at the ticket; a newer word of it changes nothing that is shown. */
void redress_evidence_view_set_case (RedressEvidenceView *self, RedressOpenCase *open);
/* @evidence: one of @ticket's; @title: what its slot is called */
void redress_evidence_view_show (RedressEvidenceView *self,
                                 RedressTicket *ticket,
                                 const RedressEvidence *evidence,
                                 const char *title);
/* Whether it says what it shows; not where something beside it does. */
void redress_evidence_view_set_titled (RedressEvidenceView *self, gboolean titled);
/* Scrolls to an entry of the log or chat as soon as it is shown; 0: nowhere */
void redress_evidence_view_seek (RedressEvidenceView *self, guint entry);
/* Drops what is shown, so that no picture stays in memory. */
void redress_evidence_view_clear (RedressEvidenceView *self);
/* TRUE: the key meant something here. */
gboolean
redress_evidence_view_press (RedressEvidenceView *self, guint keyval, GdkModifierType state);

G_END_DECLS
