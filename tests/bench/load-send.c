/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Many desks in one thread: each sends its requests one after the other on a connection that stays
 * open, and nothing else is done with the answers than to see that they were applied.
 *
 * load-send PORT DESKS FILE: each line of FILE is a token, a space and the body of a request. */

#define APPLIED "\"status\":200"

typedef struct
{
  int fd;
  GString *answer;
  gint64 sent_at;
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

static G_NORETURN void
give_up (const char *what)
{
  g_printerr ("load-send: %s\n", what);
  exit (1);
}

static int
connect_to (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr = { htonl (INADDR_LOOPBACK) } };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || connect (fd, (struct sockaddr *)&address, sizeof address) != 0)
    give_up ("no connection");
  return fd;
}

static void
send_next (Load *self, guint at)
{
  Desk *desk = &self->desks[at];
  g_autofree char *request = NULL;
  const char *line, *body;
  gsize length, done = 0;

  if (desk->next >= self->n_lines)
    {
      self->polls[at].fd = -1;
      self->n_busy--;
      return;
    }
  line = self->lines[desk->next];
  body = strchr (line, ' ') + 1;
  request = g_strdup_printf ("POST /v1/commands HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                             "Redress-Protocol: 1\r\nContent-Type: application/json\r\n"
                             "Authorization: Bearer %.*s\r\nContent-Length: %zu\r\n\r\n%s",
                             (int)(body - line - 1), line, strlen (body), body);
  length = strlen (request);
  desk->next += self->n_desks;
  desk->sent_at = redress_span_begin ().wall;
  while (done < length)
    {
      gssize n = send (desk->fd, request + done, length - done, MSG_NOSIGNAL);

      if (n <= 0)
        give_up ("a request could not be sent");
      done += (gsize)n;
    }
}

/* Whether the whole answer is there. */
static gboolean
is_whole (const GString *answer)
{
  static const char name[] = "content-length:";
  const char *end = strstr (answer->str, "\r\n\r\n");
  g_autofree char *head = NULL;
  const char *length;

  if (end == NULL)
    return FALSE;
  head = g_ascii_strdown (answer->str, end - answer->str);
  length = strstr (head, name);
  if (length == NULL)
    give_up ("an answer without a length");
  return answer->len >=
         (gsize)(end + 4 - answer->str) + g_ascii_strtoull (length + strlen (name), NULL, 10);
}

static void
receive (Load *self, guint at)
{
  Desk *desk = &self->desks[at];
  char buffer[16384];
  gssize n = recv (desk->fd, buffer, sizeof buffer, 0);

  if (n <= 0)
    give_up ("the server hung up");
  g_string_append_len (desk->answer, buffer, n);
  if (!is_whole (desk->answer))
    return;
  redress_samples_add (self->samples, redress_span_begin ().wall - desk->sent_at);
  if (strstr (desk->answer->str, APPLIED) == NULL && self->n_refused++ == 0)
    g_printerr ("load-send: %s\n", desk->answer->str);
  g_string_truncate (desk->answer, 0);
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
        give_up ("no answer within a minute");
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
    give_up ("load-send PORT DESKS FILE");
  load.lines = g_strsplit (g_strchomp (text), "\n", -1);
  load.n_lines = g_strv_length (load.lines);
  load.n_desks = load.n_busy = (guint)g_ascii_strtoull (argv[2], NULL, 10);
  load.desks = g_new0 (Desk, load.n_desks);
  load.polls = g_new0 (struct pollfd, load.n_desks);
  for (guint i = 0; i < load.n_desks; i++)
    {
      int fd = connect_to ((guint16)g_ascii_strtoull (argv[1], NULL, 10));

      load.desks[i] = (Desk){ .fd = fd, .answer = g_string_new (NULL), .next = i };
      load.polls[i] = (struct pollfd){ .fd = fd, .events = POLLIN };
    }
  begin = redress_span_begin ();
  run (&load);
  report (&load, redress_span_end (begin).wall);
  for (guint i = 0; i < load.n_desks; i++)
    {
      close (load.desks[i].fd);
      g_string_free (load.desks[i].answer, TRUE);
    }
  g_free (load.desks);
  g_free (load.polls);
  g_strfreev (load.lines);
  g_array_unref (load.samples);
  return 0;
}
