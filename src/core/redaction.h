/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/error.h"
#include "core/types.h"

G_BEGIN_DECLS

/* Characters that somebody may say why. */
#define REDRESS_WHY_MAX 200
#define REDRESS_MAX_BOXES 50

/**
 * RedressBox:
 *
 * A part of a picture, in pixels of its view.
 */
typedef struct
{
  guint x;
  guint y;
  guint width;
  guint height;
} RedressBox;

/**
 * RedressRedaction:
 * @reason: why, in the words of who did it
 * @before: digest of the view that went
 * @after: (nullable): digest of the view that came; %NULL while it is made
 *
 * What is left of something that was painted over: who, when and why.
 */
typedef struct
{
  char *actor;
  char *actor_name;
  RedressTime at;
  char *reason;
  char *before;
  char *after;
} RedressRedaction;

RedressBox *redress_box_new (guint x, guint y, guint width, guint height);
/* INVALID: no box, too many, or one of them is empty or not within the picture; says which.
 * @boxes: (nullable) (element-type RedressBox) */
gboolean redress_boxes_check (GPtrArray *boxes, guint width, guint height, GError **error);
/* (transfer full): "x,y,width,height" of each, with ";" between; "" if there is none. */
char *redress_boxes_to_string (GPtrArray *boxes);
GPtrArray *redress_boxes_copy (GPtrArray *boxes);
/* INVALID: nothing was said, or too much. @reason: (nullable) */
gboolean redress_why_check (const char *reason, GError **error);

RedressRedaction *redress_redaction_new (void);
void redress_redaction_free (RedressRedaction *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRedaction, redress_redaction_free)

G_END_DECLS
