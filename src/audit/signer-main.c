/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redress-signer: signs the logs of a server, apart from it, with a key of its own. */
#include "audit/signer.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_USAGE 2
#define EXIT_ENVIRONMENT 3
/* Who connects and says nothing is in nobody's way for longer. */
#define PATIENCE_SECONDS 5

static const char usage[] = "usage: redress-signer generate NAME --key FILE\n"
                            "       redress-signer serve --key FILE --state FOLDER --socket PATH\n";

typedef struct
{
  char *key;
  char *state;
  char *socket;
  char **words;
} Options;

static int
complain (const GError *error, int status)
{
  fprintf (stderr, "redress-signer: %s\n", error->message);
  return status;
}

static int
misuse (void)
{
  fputs (usage, stderr);
  return EXIT_USAGE;
}

static int
generate (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressNoteKey) key = NULL;
  g_autofree char *secret = NULL, *line = NULL, *public = NULL;
  int fd;

  if (options->key == NULL || options->words[1] == NULL || options->words[2] != NULL)
    return misuse ();
  key = redress_note_key_generate (options->words[1], REDRESS_NOTE_LOG, &error);
  if (key == NULL)
    return complain (error, EXIT_USAGE);
  /* A key that is there has signed something: it is never written over. */
  fd = g_open (options->key, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (fd < 0)
    {
      fprintf (stderr, "redress-signer: %s: %s\n", options->key, g_strerror (errno));
      return EXIT_ENVIRONMENT;
    }
  secret = redress_note_key_format_private (key);
  line = g_strconcat (secret, "\n", NULL);
  if (write (fd, line, strlen (line)) != (gssize)strlen (line) || fsync (fd) != 0 ||
      close (fd) != 0)
    {
      fprintf (stderr, "redress-signer: %s: %s\n", options->key, g_strerror (errno));
      return EXIT_ENVIRONMENT;
    }
  explicit_bzero (secret, strlen (secret));
  explicit_bzero (line, strlen (line));
  public = redress_note_key_format (key);
  printf ("%s\n", public);
  return 0;
}

/* (nullable): all that came until the other side said that it is all */
static char *
read_all (GInputStream *input)
{
  g_autofree char *buffer = g_malloc (REDRESS_SIGNER_MAX_REQUEST + 1);
  gsize length = 0;

  if (!g_input_stream_read_all (input, buffer, REDRESS_SIGNER_MAX_REQUEST, &length, NULL, NULL) ||
      length == REDRESS_SIGNER_MAX_REQUEST)
    return NULL;
  buffer[length] = '\0';
  return strlen (buffer) == length ? g_steal_pointer (&buffer) : NULL;
}

/* One after the other: what was signed last is asked and written in one step. */
static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  g_autofree char *request = NULL, *answer = NULL;

  g_socket_set_timeout (g_socket_connection_get_socket (connection), PATIENCE_SECONDS);
  request = read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  answer = request != NULL ? redress_signer_answer (data, request)
                           : g_strdup ("400\nthe request was cut or is too long\n");
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), answer,
                             strlen (answer), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

/* A socket that a killed one left behind goes; one that somebody listens at stays. */
static gboolean
clear_socket (const char *path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketConnection) other =
      g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  if (other != NULL)
    return FALSE;
  g_unlink (path);
  return TRUE;
}

static int
listen_and_answer (RedressSigner *signer, const char *path)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  mode_t mask = umask (0007);

  if (!clear_socket (path))
    {
      fprintf (stderr, "redress-signer: another one listens at %s\n", path);
      return EXIT_ENVIRONMENT;
    }
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error))
    return complain (error, EXIT_ENVIRONMENT);
  umask (mask);
  g_signal_connect (service, "incoming", G_CALLBACK (on_incoming), signer);
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  printf ("ready\n");
  fflush (stdout);
  g_main_loop_run (loop);
  g_unlink (path);
  return 0;
}

static int
serve (const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (RedressNoteKey) key = NULL;
  g_autoptr (RedressSigner) signer = NULL;
  g_autoptr (RedressClock) clock = NULL;

  if (options->key == NULL || options->state == NULL || options->socket == NULL ||
      options->words[1] != NULL)
    return misuse ();
  if (!g_file_get_contents (options->key, &text, NULL, &error))
    return complain (error, EXIT_ENVIRONMENT);
  key = redress_note_key_parse (text, &error);
  explicit_bzero (text, strlen (text));
  if (key == NULL)
    return complain (error, EXIT_USAGE);
  if (g_mkdir_with_parents (options->state, 0700) != 0)
    {
      fprintf (stderr, "redress-signer: %s: %s\n", options->state, g_strerror (errno));
      return EXIT_ENVIRONMENT;
    }
  clock = redress_clock_ref (redress_clock_get_system ());
  signer = redress_signer_new (g_steal_pointer (&key), options->state, clock);
  return listen_and_answer (signer, options->socket);
}

int
main (int argc, char **argv)
{
  Options options = { 0 };
  GOptionEntry entries[] = {
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &options.key, "The file of the key", "FILE" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &options.state, "Where it remembers", "FOLDER" },
    { "socket", 0, 0, G_OPTION_ARG_FILENAME, &options.socket, "Where it listens", "PATH" },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.words, NULL, "COMMAND" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- sign the logs of a server");
  g_autoptr (GError) error = NULL;
  int status = EXIT_USAGE;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return complain (error, EXIT_USAGE);
  if (options.words != NULL && g_str_equal (options.words[0], "generate"))
    status = generate (&options);
  else if (options.words != NULL && g_str_equal (options.words[0], "serve"))
    status = serve (&options);
  else
    misuse ();
  g_free (options.key);
  g_free (options.state);
  g_free (options.socket);
  g_strfreev (options.words);
  return status;
}
