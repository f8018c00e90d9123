/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"
#include "core/error.h"

G_BEGIN_DECLS

#define REDRESS_MEDIA_JPEG "image/jpeg"
#define REDRESS_MEDIA_PNG "image/png"
#define REDRESS_MEDIA_WEBP "image/webp"
#define REDRESS_MEDIA_HEIC "image/heic"
#define REDRESS_MEDIA_PDF "application/pdf"
#define REDRESS_MEDIA_MP4 "video/mp4"
#define REDRESS_MEDIA_WEBM "video/webm"
#define REDRESS_MEDIA_TEXT "text/plain"

/* As many bytes of a file as redress_media_sniff() ever looks at. */
#define REDRESS_MEDIA_HEAD_BYTES 4096
#define REDRESS_EVIDENCE_MAX_BYTES (64 * 1024 * 1024)
#define REDRESS_EVIDENCE_MAX_PAGES 50

const char *const *redress_media_list_accepted (void);
gboolean redress_media_is_accepted (const char *media_type);
gboolean redress_media_is_video (const char *media_type);
const char *redress_media_sniff (const void *head, gsize length);
gboolean redress_media_check (const char *declared, const void *head, gsize length, GError **error);

G_END_DECLS
