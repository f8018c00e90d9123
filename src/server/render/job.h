/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/evidence.h"

G_BEGIN_DECLS

/* Why there is no rendition. Codes, kept with the evidence and shown as words by the desk. */
#define REDRESS_RENDER_REASON_EMPTY "empty"
#define REDRESS_RENDER_REASON_WRONG_TYPE "wrong_type"
#define REDRESS_RENDER_REASON_TOO_LARGE "too_large"
#define REDRESS_RENDER_REASON_TOO_MANY_PAGES "too_many_pages"
#define REDRESS_RENDER_REASON_DAMAGED "damaged"
#define REDRESS_RENDER_REASON_TIMEOUT "timeout"
#define REDRESS_RENDER_REASON_UNSUPPORTED "unsupported"
#define REDRESS_RENDER_REASON_TOO_LONG "too_long"
#define REDRESS_RENDER_REASON_NO_PICTURE "no_picture"
#define REDRESS_RENDER_REASON_ENCRYPTED "encrypted"
#define REDRESS_RENDER_REASON_NO_SANDBOX "no_sandbox"

/**
 * RedressRenderResult:
 * @state: ready, failed (this file will never show) or unavailable (this machine or version
 *   cannot show it)
 * @reason: (nullable): one of the codes above unless ready
 * @renditions: (element-type RedressRendition): each is a file of the output folder, named by
 *   its digest; the view of a document may be the original itself and then has no file there
 */
typedef struct
{
  RedressRenditionState state;
  const char *reason;
  GPtrArray *renditions;
} RedressRenderResult;

RedressRenderResult *redress_render_result_new (RedressRenditionState state, const char *reason);
void redress_render_result_free (RedressRenderResult *self);

void redress_render_job_run_async (const char *tool,
                                   const char *input,
                                   const char *media_type,
                                   const char *boxes,
                                   const char *folder,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
RedressRenderResult *redress_render_job_run_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRenderResult, redress_render_result_free)

G_END_DECLS
