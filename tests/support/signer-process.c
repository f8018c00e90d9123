/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/signer-process.h"

#include <signal.h>

static GSubprocess *
spawn (GSubprocessFlags flags, const char *const *words)
{
  g_autofree char *program =
      g_build_filename (g_getenv ("REDRESS_BUILD_DIR"), "src", "audit", "redress-signer", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (argv, program);
  for (; *words != NULL; words++)
    g_ptr_array_add (argv, (gpointer)*words);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *)argv->pdata, flags, &error);
  g_assert_no_error (error);
  return process;
}

/* Made, and not started. */
RedressSignerProcess *
redress_signer_process_new (RedressTestFolder *folder)
{
  RedressSignerProcess *self = g_new0 (RedressSignerProcess, 1);
  g_autoptr (GSubprocess) generate = NULL;

  self->key_path = redress_test_folder_build (folder, "signer.key");
  self->state = redress_test_folder_build (folder, "signer");
  self->socket_path = redress_test_folder_build (folder, "signer.socket");
  generate = spawn (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
      (const char *const[]){ "generate", "redress.example/audit", "--key", self->key_path, NULL });
  g_assert_true (g_subprocess_wait_check (generate, NULL, NULL));
  return self;
}

void
redress_signer_process_start (RedressSignerProcess *self)
{
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;

  self->process = spawn (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                         (const char *const[]){ "serve", "--key", self->key_path, "--state",
                                                self->state, "--socket", self->socket_path, NULL });
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_assert_cmpstr (line, ==, "ready");
}

void
redress_signer_process_stop (RedressSignerProcess *self)
{
  if (self->process == NULL)
    return;
  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (self->process, NULL, NULL));
  g_clear_object (&self->process);
}

void
redress_signer_process_free (RedressSignerProcess *self)
{
  redress_signer_process_stop (self);
  g_free (self->socket_path);
  g_free (self->key_path);
  g_free (self->state);
  g_free (self);
}
