/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  REDRESS_KIND_REVIEW,
  REDRESS_KIND_APPEAL,
  REDRESS_KIND_RECHECK,
  REDRESS_KIND_REFUND_CHASE,
} RedressKind;

#define REDRESS_N_KINDS (REDRESS_KIND_REFUND_CHASE + 1)

const char *redress_kind_to_string (RedressKind kind);
gboolean redress_kind_from_string (const char *text, RedressKind *kind);

G_END_DECLS
