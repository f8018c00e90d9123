/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/load-line.h"
#include "bench/measure.h"

#include <poll.h>
#include <string.h>

/* Many desks in one thread: each sends its requests one after the other on a connection that stays
 * open, and nothing else is done with the answers than to see that they were applied.
 *
 * load-send PORT DESKS FILE: each line of FILE is a token, a space and the body of a request. */

#define APPLIED "\"status\":200"

typedef struct
{
  RedressLoadLine line;
  guint next;
} Desk;

typedef struct
{
  char **lines;
  guint n_lines;
  guint n_desks;
  Desk *desks;
  struct pollfd *polls;
  guint n_busy;
  guint n_refused;
  GArray *samples;
} Load;

static void
send_next (Load *self, guint at)
{
  Desk *desk = &self->desks[at];
  const char *line, *body;

  if (desk->next >= self->n_lines)
    {
      self->polls[at].fd = -1;
      self->n_busy--;
      return;
    }
  line = self->lines[desk->next];
  body = strchr (line, ' ') + 1;
  desk->next += self->n_desks;
  redress_load_line_send (&desk->line, "POST /v1/commands", line, (int)(body - line - 1), body);
}

static void
receive (Load *self, guint at)
{
  RedressLoadLine *line = &self->desks[at].line;

  if (!redress_load_line_receive (line))
    return;
  redress_samples_add (self->samples, redress_span_begin ().wall - line->sent_at);
  if (strstr (line->answer->str, APPLIED) == NULL && self->n_refused++ == 0)
    g_printerr ("load-send: %s\n", line->answer->str);
  send_next (self, at);
}

static void
run (Load *self)
{
  for (guint i = 0; i < self->n_desks; i++)
    send_next (self, i);
  while (self->n_busy > 0)
    {
      if (poll (self->polls, self->n_desks, 60000) <= 0)
        redress_load_give_up ("no answer within a minute");
      for (guint i = 0; i < self->n_desks; i++)
        {
          if (self->polls[i].fd >= 0 && self->polls[i].revents != 0)
            receive (self, i);
        }
    }
}

static void
report (Load *self, gint64 wall)
{
  redress_bench_report ("wall", wall);
  redress_bench_report ("requests", self->samples->len);
  redress_bench_report ("refused", self->n_refused);
  redress_bench_report ("p50", redress_samples_get (self->samples, 50));
  redress_bench_report ("p99", redress_samples_get (self->samples, 99));
}

int
main (int argc, char **argv)
{
  Load load = { .samples = redress_samples_new () };
  g_autofree char *text = NULL;
  RedressSpan begin;

  if (argc != 4 || !g_file_get_contents (argv[3], &text, NULL, NULL))
    redress_load_give_up ("load-send PORT DESKS FILE");
  load.lines = g_strsplit (g_strchomp (text), "\n", -1);
  load.n_lines = g_strv_length (load.lines);
  load.n_desks = load.n_busy = (guint)g_ascii_strtoull (argv[2], NULL, 10);
  load.desks = g_new0 (Desk, load.n_desks);
  load.polls = g_new0 (struct pollfd, load.n_desks);
  for (guint i = 0; i < load.n_desks; i++)
    {
      load.desks[i].next = i;
      redress_load_line_open (&load.desks[i].line, (guint16)g_ascii_strtoull (argv[1], NULL, 10));
      load.polls[i] = (struct pollfd){ .fd = load.desks[i].line.fd, .events = POLLIN };
    }
  begin = redress_span_begin ();
  run (&load);
  report (&load, redress_span_end (begin).wall);
  for (guint i = 0; i < load.n_desks; i++)
    redress_load_line_close (&load.desks[i].line);
  g_free (load.desks);
  g_free (load.polls);
  g_strfreev (load.lines);
  g_array_unref (load.samples);
  return 0;
}
