/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/error.h"
#include "core/evidence.h"

G_BEGIN_DECLS

/* Text, transcript or log: UTF-8, whole, of the agreed form. */
#define REDRESS_DOCUMENT_MAX_BYTES (8 * 1024 * 1024)

GBytes *redress_document_make_view (GBytes *original, const char *media_type, GError **error);

G_END_DECLS
