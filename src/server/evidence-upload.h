/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evidence.h"
#include "server/request.h"

G_BEGIN_DECLS

/* What is said of an uploaded file in the headers, held against the file. FALSE: @response has
 * the refusal. */
gboolean redress_evidence_upload_read (RedressRequest *request,
                                       RedressResponse *response,
                                       RedressEvidence *evidence);

G_END_DECLS
