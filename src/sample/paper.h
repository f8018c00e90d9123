/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/canvas.h"
#include "sample/sheet.h"

G_BEGIN_DECLS

/* A4 in points. */
#define REDRESS_PAPER_WIDTH 595
#define REDRESS_PAPER_HEIGHT 842

/* Draws the whole of it; calls cairo_show_page() after each page. */
void redress_paper_draw (RedressCanvas *canvas, const RedressSheet *sheet);

G_END_DECLS
