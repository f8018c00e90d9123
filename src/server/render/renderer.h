/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/render/job.h"

G_BEGIN_DECLS

#define REDRESS_TYPE_RENDERER (redress_renderer_get_type ())
G_DECLARE_FINAL_TYPE (RedressRenderer, redress_renderer, REDRESS, RENDERER, GObject)

RedressRenderer *redress_renderer_new (const char *tool);
void redress_renderer_render_async (RedressRenderer *self,
                                    const char *input,
                                    const char *media_type,
                                    const char *boxes,
                                    const char *folder,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
RedressRenderResult *
redress_renderer_render_finish (RedressRenderer *self, GAsyncResult *result, GError **error);

G_END_DECLS
