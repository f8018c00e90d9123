/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evaluation.h"
#include "core/policy-build.h"

G_BEGIN_DECLS

RedressFinding *
redress_finding_new (RedressPolicy *policy, guint index, const RedressReading *readings);
void redress_finding_free (RedressFinding *self);

G_END_DECLS
