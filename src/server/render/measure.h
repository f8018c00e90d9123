/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/error.h"
#include "core/evidence.h"

G_BEGIN_DECLS

gboolean redress_measure_ppm (const char *path, guint *width, guint *height, GError **error);
RedressRendition *redress_measure_picture (
    const char *path, const char *media_type, RedressRenditionUse use, guint page, GError **error);

G_END_DECLS
