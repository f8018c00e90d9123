/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int redress_data_folder_open (const char *data_dir, const char *shared_dir, GError **error);

G_END_DECLS
