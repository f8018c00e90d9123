/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/image-stage.h"
#include "core/redaction.h"

G_BEGIN_DECLS

/**
 * RedressRedactLayer:
 *
 * Boxes over a picture, drawn with the mouse or placed with keys: N makes one, arrows move it,
 * with Shift they size it, Delete removes it, Page Up and Page Down choose another.
 *
 * Signals: "changed": there are other boxes now; "done": Enter was pressed over at least one.
 */
#define REDRESS_TYPE_REDACT_LAYER (redress_redact_layer_get_type ())
G_DECLARE_FINAL_TYPE (RedressRedactLayer, redress_redact_layer, REDRESS, REDACT_LAYER, GtkWidget)

/* Begins anew, over what @stage shows. */
void redress_redact_layer_start (RedressRedactLayer *self, RedressImageStage *stage);
/* (transfer none) (element-type RedressBox): in pixels of the picture */
GPtrArray *redress_redact_layer_get_boxes (RedressRedactLayer *self);
/* One in the middle, to be moved. */
void redress_redact_layer_add (RedressRedactLayer *self);
/* The chosen one, the last that was drawn or moved. */
void redress_redact_layer_remove (RedressRedactLayer *self);
/* As it will be: black. */
void redress_redact_layer_set_preview (RedressRedactLayer *self, gboolean preview);

G_END_DECLS
