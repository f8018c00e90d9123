/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/**
 * RedressRenderQueue:
 *
 * Makes the renditions of all evidence that has none. The queue is the table of evidence
 * itself, so a restart goes on where it was.
 */
typedef struct _RedressRenderQueue RedressRenderQueue;

/* @context: runs the work; @tool: (nullable): path of redress-render. */
RedressRenderQueue *
redress_render_queue_new (RedressServer *server, GMainContext *context, const char *tool);
/* Database thread. */
void redress_render_queue_fill (RedressRenderQueue *self);
/* Database thread: one whose renditions were taken away again. */
void redress_render_queue_take (RedressRenderQueue *self, gint64 id);
gboolean redress_render_queue_can_paint (RedressRenderQueue *self, const char *media_type);
/* Any thread but that of the context: ends what runs, which will be made again. */
void redress_render_queue_stop (RedressRenderQueue *self);
void redress_render_queue_free (RedressRenderQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRenderQueue, redress_render_queue_free)

G_END_DECLS
