/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/error.h"

G_BEGIN_DECLS

void redress_set_file_error (GError **error, const char *what, const char *path, int code);

G_END_DECLS
