/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/fixture.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define MOST_ANSWERED (1 << 20)
/* Half a request gets no answer before its time is over, which is not waited for here. */
#define PATIENCE_MS 10

/* One server for all inputs; the folder goes with the process. */
static Fixture *
get_server (void)
{
  static Fixture *server = NULL;

  if (server == NULL)
    server = fixture_new (NULL, NULL);
  return server;
}

static GString *
read_all (int fd)
{
  GString *answer = g_string_new (NULL);
  char block[4096];
  gssize n;

  while (fixture_can_read (fd, PATIENCE_MS) && (n = recv (fd, block, sizeof block, 0)) > 0)
    g_string_append_len (answer, block, n);
  return answer;
}

/* Bytes as a client may send them: the server answers in HTTP or not at all. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  int fd = fixture_connect (get_server ());
  g_autoptr (GString) answer = NULL;

  fixture_write (fd, (const char *)data, (gssize)size);
  answer = read_all (fd);
  close (fd);
  g_assert_true (answer->len == 0 || g_str_has_prefix (answer->str, "HTTP/1."));
  g_assert_cmpuint (answer->len, <, MOST_ANSWERED);
  /* Nobody signed in, so nobody was let in. */
  g_assert_null (strstr (answer->str, "\"tickets\""));
  return 0;
}
