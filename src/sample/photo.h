/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/canvas.h"
#include "sample/sheet.h"

G_BEGIN_DECLS

#define REDRESS_PHOTO_WIDTH 1200
#define REDRESS_PHOTO_HEIGHT 900

void redress_photo_draw (RedressCanvas *canvas, const RedressSheet *sheet);

G_END_DECLS
