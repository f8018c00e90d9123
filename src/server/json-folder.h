/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full) (element-type utf8): paths of the JSON files of a folder, sorted, without the
 * schemas that lie beside what they describe. UNAVAILABLE where it cannot be read. */
GPtrArray *redress_json_folder_list (const char *folder, GError **error);
/* (transfer full): INVALID where the file cannot be read. */
GBytes *redress_json_folder_read (const char *path, GError **error);

G_END_DECLS
