/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store-fixture.h"

G_BEGIN_DECLS

/**
 * RedressTestQueue:
 * @shown: (element-type gint64): what somebody shows who believes nothing but the signals
 *
 * A queue over a store of its own.
 */
typedef struct
{
  RedressTestStore base;
  RedressQueue *queue;
  GArray *shown;
  guint n_signals;
  guint n_touched;
} RedressTestQueue;

void redress_test_queue_set_up (RedressTestQueue *self, gconstpointer data);
void redress_test_queue_tear_down (RedressTestQueue *self, gconstpointer data);
/* Ends queue and store; afterwards a new queue is put in and watched. */
void redress_test_queue_close (RedressTestQueue *self);
void redress_test_queue_watch (RedressTestQueue *self);
void redress_test_queue_show (RedressTestQueue *self, RedressView view);
void redress_test_queue_await (RedressTestQueue *self, GArray *wanted);
void redress_test_queue_await_length (RedressTestQueue *self, guint n);
void redress_test_queue_await_list (RedressTestQueue *self, guint n, ...);

G_END_DECLS
