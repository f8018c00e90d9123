/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressJsonLines:
 *
 * The line on which each value of a JSON text begins. Nodes do not remember it, so people who
 * write files by hand would have to search.
 */
typedef struct _RedressJsonLines RedressJsonLines;

RedressJsonLines *redress_json_lines_new (const char *text, gsize length);
void redress_json_lines_free (RedressJsonLines *self);
/* Line of the value at @path, such as "rules[3].when.all[1]"; 0: there is none. */
guint redress_json_lines_find (const RedressJsonLines *self, const char *path);
/* Line of a byte of a text. */
guint redress_json_line_of_byte (const char *text, gsize length, gsize byte);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressJsonLines, redress_json_lines_free)

G_END_DECLS
