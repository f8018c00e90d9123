/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/draft.h"

G_BEGIN_DECLS

/* A draft as it lies on the disk. */

GBytes *redress_draft_to_bytes (const RedressDraft *self);
RedressDraft *redress_draft_from_bytes (GBytes *bytes, GError **error);

G_END_DECLS
