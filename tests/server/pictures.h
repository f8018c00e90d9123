/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Files for the render tests, good and hostile, made with as little code as possible. */
GBytes *redress_test_png (guint width, guint height);
/* Upper half red, lower half blue, as stored; EXIF says which way is up. */
GBytes *redress_test_jpeg (guint width, guint height, guint orientation);
/* @box: "0 0 595 842" */
GBytes *redress_test_pdf (guint pages, const char *box, const char *content);

G_END_DECLS
