/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedressImageStage:
 *
 * One picture that can be zoomed, turned and moved.
 *
 * Signal "zoom-changed": the stage got another size.
 */
#define REDRESS_TYPE_IMAGE_STAGE (redress_image_stage_get_type ())
G_DECLARE_FINAL_TYPE (RedressImageStage, redress_image_stage, REDRESS, IMAGE_STAGE, GtkWidget)

GtkWidget *redress_image_stage_new (void);
/* @texture: (nullable) */
void redress_image_stage_set_texture (RedressImageStage *self, GdkTexture *texture);
void redress_image_stage_zoom_in (RedressImageStage *self);
void redress_image_stage_zoom_out (RedressImageStage *self);
void redress_image_stage_fit (RedressImageStage *self);
void redress_image_stage_show_original (RedressImageStage *self);
/* @quarters: 1 = right, -1 = left */
void redress_image_stage_rotate (RedressImageStage *self, int quarters);
/* As it came, and whole. */
void redress_image_stage_set_upright (RedressImageStage *self);
/* Where the upper left corner of an upright picture lies, and how large a pixel of it is. */
void redress_image_stage_place (RedressImageStage *self, double *x, double *y, double *scale);
void redress_image_stage_get_picture_size (RedressImageStage *self, guint *width, guint *height);
/* In per cent of the picture's own size. */
int redress_image_stage_get_zoom (RedressImageStage *self);

G_END_DECLS
