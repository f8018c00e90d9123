/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts with {blanks}. A brace that opens no blank stands as it is. */

/* (transfer full): what stands for @name; NULL leaves the blank as it is. */
typedef char *(*RedressBlankFiller) (const char *name, gpointer data);

char *redress_blanks_fill (const char *text, RedressBlankFiller filler, gpointer data);
/* (transfer full): names of the blanks, each once. */
char **redress_blanks_list (const char *text);

G_END_DECLS
