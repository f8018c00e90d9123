/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What telephones send, made with the tools of the field: upper half red, lower half blue. */

/* @orientation: EXIF, 1 for none. @alpha: of the lower half */
GBytes *redress_test_webp (guint width, guint height, guint orientation, guint8 alpha);
GBytes *redress_test_moving_webp (void);
/* @orientation: as the file itself says it, 1 to 8 */
GBytes *redress_test_heic (guint width, guint height, guint orientation);
/* @words: what stands between "ffmpeg" and the name of the file. */
GBytes *redress_test_clip (const char *words, const char *ending);
/* @clip: (transfer full): an MP4; the same, filmed with the telephone held upright. */
GBytes *redress_test_turn_clip (GBytes *clip);

G_END_DECLS
