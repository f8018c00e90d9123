/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/canvas.h"
#include "sample/sheet.h"

G_BEGIN_DECLS

/* A phone of 360 x 780 logical pixels, at twice that. */
#define REDRESS_SCREEN_WIDTH 360
#define REDRESS_SCREEN_HEIGHT 780
#define REDRESS_SCREEN_SCALE 2

void redress_screen_draw (RedressCanvas *canvas, const RedressSheet *sheet);

G_END_DECLS
