/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/json.h"

G_BEGIN_DECLS

/* (transfer full): tests/wire/data/@name.json; the test fails if it cannot be read. */
JsonNode *redress_test_sample (const char *name);
/* (transfer full): @text with ' for ", to be read in C; the test fails if it is not JSON. */
JsonNode *redress_test_json (const char *text);

G_END_DECLS
