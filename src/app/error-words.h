/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an error of the disk means for the person, in the language of the window. The message itself
 * is for the log: it names files, rows and commands. */
const char *redress_error_get_words (const GError *error);

G_END_DECLS
