/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Compares UTF-8 texts as RFC 8785 wants it: by their UTF-16 code units. */
int redress_utf16_compare (const char *a, const char *b);

G_END_DECLS
