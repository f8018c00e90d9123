/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sim/server.h"
#include "sync/http.h"

G_BEGIN_DECLS

/**
 * SimLine:
 * @is_up: FALSE: nothing goes through
 * @loses: of 1000 requests and answers each, so many are lost on the way
 * @doubles: of 1000 requests, so many reach the server twice
 * @garbles: of 1000 answers, so many are cut or come from something in between
 * @slowest: microseconds that either way may take
 *
 * The way from a desk to the server.
 */
typedef struct
{
  SimServer *server;
  gboolean is_up;
  guint loses;
  guint doubles;
  guint garbles;
  gint64 slowest;
} SimLine;

/* What redress_http_new() connects to at http://desk-@number. */
void sim_network_set_line (guint number, SimLine *line);
/* What an honest client sends over a line: the answer, or a status of 0 for none. */
void sim_line_send (
    SimLine *line, SimRequest *request, guint timeout, SimAnswerFunc func, gpointer data);

G_END_DECLS
