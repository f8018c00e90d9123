/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/case.h"

G_BEGIN_DECLS

/* Body of POST /v1/platforms/{platform}/tickets. */
GBytes *redress_case_to_body (RedressCase *self);

G_END_DECLS
