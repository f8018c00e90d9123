/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/load-line.h"

#include "bench/measure.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void
redress_load_give_up (const char *what)
{
  g_printerr ("load: %s\n", what);
  exit (1);
}

void
redress_load_line_open (RedressLoadLine *self, guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr = { htonl (INADDR_LOOPBACK) } };

  self->answer = g_string_new (NULL);
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (self->fd < 0 || connect (self->fd, (struct sockaddr *)&address, sizeof address) != 0)
    redress_load_give_up ("no connection");
}

void
redress_load_line_close (RedressLoadLine *self)
{
  close (self->fd);
  g_string_free (self->answer, TRUE);
}

/**
 * redress_load_line_send:
 * @self: the line; its answer before was read
 * @request: the method and the path
 * @token: of the account, not ended by NUL
 * @token_length: of @token
 * @body: (nullable): JSON, NULL for none
 */
void
redress_load_line_send (RedressLoadLine *self,
                        const char *request,
                        const char *token,
                        int token_length,
                        const char *body)
{
  g_autofree char *length_line =
      body != NULL ? g_strdup_printf ("Content-Type: application/json\r\nContent-Length: %zu\r\n",
                                      strlen (body))
                   : g_strdup ("");
  g_autofree char *text =
      g_strdup_printf ("%s HTTP/1.1\r\nHost: 127.0.0.1\r\nRedress-Protocol: 1\r\n"
                       "Authorization: Bearer %.*s\r\n%s\r\n%s",
                       request, token_length, token, length_line, body != NULL ? body : "");
  gsize length = strlen (text), done = 0;

  g_string_truncate (self->answer, 0);
  self->sent_at = redress_span_begin ().wall;
  while (done < length)
    {
      gssize n = send (self->fd, text + done, length - done, MSG_NOSIGNAL);

      if (n <= 0)
        redress_load_give_up ("a request could not be sent");
      done += (gsize)n;
    }
}

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
    redress_load_give_up ("an answer without a length");
  return answer->len >=
         (gsize)(end + 4 - answer->str) + g_ascii_strtoull (length + strlen (name), NULL, 10);
}

gboolean
redress_load_line_receive (RedressLoadLine *self)
{
  char buffer[16384];
  gssize n = recv (self->fd, buffer, sizeof buffer, 0);

  if (n <= 0)
    redress_load_give_up ("the server hung up");
  g_string_append_len (self->answer, buffer, n);
  return is_whole (self->answer);
}
