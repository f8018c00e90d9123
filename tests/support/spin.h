/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedressTestCondition:
 * @data: what was given to redress_test_spin_until()
 *
 * Returns: whether the awaited thing is so
 */
typedef gboolean (*RedressTestCondition) (gpointer data);

void redress_test_spin_until (RedressTestCondition condition, gpointer data, const char *what);
void redress_test_spin_until_set (gpointer *location, const char *what);
void redress_test_spin_until_null (gpointer *location, const char *what);
void redress_test_await_finalized (gpointer object, const char *what);
void redress_test_spin_once (void);
void redress_test_keep_result (GObject *source, GAsyncResult *result, gpointer location);
GAsyncResult *redress_test_await_result (GAsyncResult **location, const char *what);

G_END_DECLS
