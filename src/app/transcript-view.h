/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/text-hits.h"
#include "core/evidence-content.h"

G_BEGIN_DECLS

/**
 * RedressTranscriptView:
 *
 * A chat as bubbles, each with its time; days stand between.
 */
#define REDRESS_TYPE_TRANSCRIPT_VIEW (redress_transcript_view_get_type ())
G_DECLARE_FINAL_TYPE (
    RedressTranscriptView, redress_transcript_view, REDRESS, TRANSCRIPT_VIEW, AdwBin)

/* @requested_at: when the customer asked; messages say how long before or after that they
 * were. REDRESS_TIME_UNKNOWN: they do not. */
GtkWidget *redress_transcript_view_new (const RedressTranscript *transcript,
                                        RedressTime requested_at);

G_END_DECLS
