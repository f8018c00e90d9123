/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a desk's disk has to do is done at moments of the simulated time, see worker.c; whoever
 * waits for it gets it now. (transfer full): the result that redress_test_keep_result() puts there.
 */
GAsyncResult *sim_await (GAsyncResult **pending, const char *what);

G_END_DECLS
