/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether this machine has what it takes; a sample can do without. */
gboolean redress_encode_can (const char *media_type);
/* @media_type: image/webp, image/heic or video/mp4, which moves slowly over the picture.
 * Returns: (transfer full): the same bytes for the same pixels on a machine. */
GBytes *redress_encode (const guint8 *rgb, guint width, guint height, const char *media_type);

G_END_DECLS
