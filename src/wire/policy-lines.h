/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/json.h"

G_BEGIN_DECLS

/* (transfer full): @mistakes with the line in front: "12: R-KM-4: when.all[1]: ...". */
char **redress_policy_add_lines (GPtrArray *mistakes, GBytes *bytes, JsonNode *root);

G_END_DECLS
