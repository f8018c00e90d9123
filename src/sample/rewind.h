/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/case.h"

G_BEGIN_DECLS

/* Turns an appeal into the request that was decided before it. */
void redress_case_rewind (RedressCase *self);

G_END_DECLS
