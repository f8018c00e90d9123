/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDRESS_KEY_BYTES 32

GBytes *redress_key_file_load (const char *data_dir, const char *name, GError **error);

G_END_DECLS
