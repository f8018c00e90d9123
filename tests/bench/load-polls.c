/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/load-line.h"
#include "bench/measure.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Desks that wait for news while some of them decide.
 *
 * load-polls PORT DESKS SECONDS: each line of DESKS is a token, a space and a cursor: a desk that
 * asks for what comes after it, and waits, again and again. When a line comes in, it is one with
 * the path of a file like that of load-send: its requests are sent in even steps for so many
 * seconds. Each has a line of its own, as long as it takes. */

#define APPLIED "\"status\":200"
#define WAIT "&wait=25"
/* So many answers within a second would be one too many. */
#define WAKES 6

typedef struct
{
  RedressLoadLine line;
  char *token;
  char *cursor;
  gint64 wakes[WAKES]; /* when the last ones came */
  guint n_wakes;
  gint64 fastest; /* the least time between the first and the last of so many */
} Desk;

typedef struct
{
  RedressLoadLine line;
  gint64 due; /* 0: free */
} Sender;

typedef struct
{
  guint16 port;
  GArray *desks;
  GPtrArray *senders; /* (element-type Sender) */
  char **requests;
  guint n_requests, n_sent, n_answered, n_refused;
  gint64 begin, step;
  guint64 n_polls, n_news;
  GArray *samples;
} Load;

static void
ask (Desk *desk)
{
  g_autofree char *request = g_strdup_printf ("GET /v1/changes?cursor=%s" WAIT, desk->cursor);

  redress_load_line_send (&desk->line, request, desk->token, (int)strlen (desk->token), NULL);
}

static void
note_wake (Desk *desk, gint64 now)
{
  gint64 before = desk->wakes[(desk->n_wakes + 1) % WAKES];

  if (desk->n_wakes >= WAKES - 1)
    desk->fastest = MIN (desk->fastest, now - before);
  desk->wakes[desk->n_wakes % WAKES] = now;
  desk->n_wakes++;
}

static void
take_page (Load *self, Desk *desk)
{
  static const char name[] = "\"next\":\"";
  const char *next, *end;

  if (!redress_load_line_receive (&desk->line))
    return;
  next = strstr (desk->line.answer->str, name);
  if (next == NULL)
    redress_load_give_up (desk->line.answer->str);
  next += strlen (name);
  end = strchr (next, '"');
  g_free (desk->cursor);
  desk->cursor = g_strndup (next, (gsize)(end - next));
  self->n_polls++;
  if (strstr (desk->line.answer->str, "\"changes\":[]") == NULL)
    {
      self->n_news++;
      note_wake (desk, redress_span_begin ().wall);
    }
  ask (desk);
}

static Sender *
find_sender (Load *self)
{
  Sender *sender;

  for (guint i = 0; i < self->senders->len; i++)
    {
      sender = g_ptr_array_index (self->senders, i);
      if (sender->due == 0)
        return sender;
    }
  sender = g_new0 (Sender, 1);
  redress_load_line_open (&sender->line, self->port);
  g_ptr_array_add (self->senders, sender);
  return sender;
}

/* Late or not, each is measured from when it was due. */
static void
send_due (Load *self, gint64 now)
{
  while (self->begin != 0 && self->n_sent < self->n_requests &&
         self->begin + self->n_sent * self->step <= now)
    {
      const char *line = self->requests[self->n_sent];
      const char *body = strchr (line, ' ') + 1;
      Sender *sender = find_sender (self);

      sender->due = self->begin + self->n_sent * self->step;
      redress_load_line_send (&sender->line, "POST /v1/commands", line, (int)(body - line - 1),
                              body);
      self->n_sent++;
    }
}

static void
take_answer (Load *self, Sender *sender)
{
  if (!redress_load_line_receive (&sender->line))
    return;
  redress_samples_add (self->samples, redress_span_begin ().wall - sender->due);
  sender->due = 0;
  self->n_answered++;
  self->n_refused += strstr (sender->line.answer->str, APPLIED) == NULL;
}

static void
begin (Load *self, gint64 seconds)
{
  char path[4096];
  g_autofree char *text = NULL;

  if (fgets (path, sizeof path, stdin) == NULL ||
      !g_file_get_contents (g_strchomp (path), &text, NULL, NULL))
    redress_load_give_up ("no requests");
  self->requests = g_strsplit (g_strchomp (text), "\n", -1);
  self->n_requests = g_strv_length (self->requests);
  self->step = seconds * 1000000000 / self->n_requests;
  self->begin = redress_span_begin ().wall;
}

static void
turn (Load *self, struct pollfd *polls, gint64 seconds)
{
  guint n_desks = self->desks->len, n_senders = self->senders->len;

  for (guint i = 0; i < n_desks; i++)
    polls[i] =
        (struct pollfd){ .fd = g_array_index (self->desks, Desk, i).line.fd, .events = POLLIN };
  for (guint i = 0; i < n_senders; i++)
    {
      const Sender *sender = g_ptr_array_index (self->senders, i);

      polls[n_desks + i] =
          (struct pollfd){ .fd = sender->due != 0 ? sender->line.fd : -1, .events = POLLIN };
    }
  polls[n_desks + n_senders] =
      (struct pollfd){ .fd = self->begin == 0 ? STDIN_FILENO : -1, .events = POLLIN };
  if (poll (polls, n_desks + n_senders + 1, 5) < 0)
    redress_load_give_up ("poll");
  for (guint i = 0; i < n_desks; i++)
    if (polls[i].revents != 0)
      take_page (self, &g_array_index (self->desks, Desk, i));
  for (guint i = 0; i < n_senders; i++)
    if (polls[n_desks + i].revents != 0)
      take_answer (self, g_ptr_array_index (self->senders, i));
  if (polls[n_desks + n_senders].revents != 0)
    begin (self, seconds);
  send_due (self, redress_span_begin ().wall);
}

static void
open_desks (Load *self, const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    redress_load_give_up ("no desks");
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  self->desks = g_array_new (FALSE, TRUE, sizeof (Desk));
  g_array_set_size (self->desks, g_strv_length (lines));
  for (guint i = 0; i < self->desks->len; i++)
    {
      Desk *desk = &g_array_index (self->desks, Desk, i);
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 2);

      desk->token = g_strdup (words[0]);
      desk->cursor = g_strdup (words[1]);
      desk->fastest = G_MAXINT64;
      redress_load_line_open (&desk->line, self->port);
      ask (desk);
    }
}

static void
report (Load *self, gint64 wall)
{
  gint64 fastest = G_MAXINT64;

  for (guint i = 0; i < self->desks->len; i++)
    fastest = MIN (fastest, g_array_index (self->desks, Desk, i).fastest);
  redress_bench_report ("wall", wall);
  redress_bench_report ("requests", self->n_answered);
  redress_bench_report ("refused", self->n_refused);
  redress_bench_report ("polls", (gint64)self->n_polls);
  redress_bench_report ("news", (gint64)self->n_news);
  redress_bench_report ("fastest", fastest);
  redress_bench_report ("p50", redress_samples_get (self->samples, 50));
  redress_bench_report ("p99", redress_samples_get (self->samples, 99));
}

int
main (int argc, char **argv)
{
  Load load = { .samples = redress_samples_new (), .senders = g_ptr_array_new () };
  g_autofree struct pollfd *polls = NULL;

  if (argc != 4)
    redress_load_give_up ("load-polls PORT DESKS SECONDS");
  load.port = (guint16)atoi (argv[1]);
  open_desks (&load, argv[2]);
  polls = g_new0 (struct pollfd, load.desks->len + 4096);
  while (load.begin == 0 || load.n_answered < load.n_requests)
    turn (&load, polls, atoi (argv[3]));
  report (&load, redress_span_begin ().wall - load.begin);
  return 0;
}
