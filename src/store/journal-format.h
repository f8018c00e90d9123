/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A line of the journal is its words, a space, the checksum of all before that space as 8 hex
 * digits:
 *   recorded POSITION COMMAND-ID TICKET RECORDED-AT NOT-BEFORE SEALED BASE64
 *   left COMMAND-ID
 */
#define REDRESS_JOURNAL_RECORDED_WORDS 8
#define REDRESS_JOURNAL_LEFT_WORDS 2

G_END_DECLS
