/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/evidence-content.h"

G_BEGIN_DECLS

/* Who speaks in a chat. Each has a mark of a shape and colour of its own with the first letter of
 * the name. */

/* (transfer full) (array zero-terminated=1): the participants, then who else wrote something */
char **redress_transcript_list_speakers (const RedressTranscript *self);
/* @place: in that list */
GtkWidget *redress_speaker_mark_new (const char *name, guint place);
/* The class of the bubbles of a speaker. */
const char *redress_speaker_get_style (guint place);
/* Who is who: mark, name and role. */
GtkWidget *redress_transcript_legend_new (const RedressTranscript *transcript);

G_END_DECLS
