/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedressTestFolder:
 *
 * A folder of a test's own, removed with all that is in it.
 */
typedef struct _RedressTestFolder RedressTestFolder;

RedressTestFolder *redress_test_folder_new (void);
void redress_test_folder_free (RedressTestFolder *self);
const char *redress_test_folder_get_path (RedressTestFolder *self);
char *redress_test_folder_build (RedressTestFolder *self, const char *name);
char *redress_test_folder_write (RedressTestFolder *self,
                                 const char *name,
                                 gconstpointer bytes,
                                 gssize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTestFolder, redress_test_folder_free)

G_END_DECLS
