/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressLoadLine:
 * @fd: a connection to the server of this computer that stays open
 * @answer: what came of the answer so far
 * @sent_at: when the request left, in nanoseconds of the clock at the wall
 *
 * One desk of many in one thread: it asks, and reads its answer as it comes. A trouble ends the
 * program, for then nothing is measured.
 */
typedef struct
{
  int fd;
  GString *answer;
  gint64 sent_at;
} RedressLoadLine;

G_NORETURN void redress_load_give_up (const char *what);

void redress_load_line_open (RedressLoadLine *self, guint16 port);
void redress_load_line_close (RedressLoadLine *self);
/* @body: (nullable) */
void redress_load_line_send (RedressLoadLine *self,
                             const char *request,
                             const char *token,
                             int token_length,
                             const char *body);
/* Something came. Whether the answer is whole now; it is in @answer until the next request. */
gboolean redress_load_line_receive (RedressLoadLine *self);

G_END_DECLS
