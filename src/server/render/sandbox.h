/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/error.h"

G_BEGIN_DECLS

/* A page or picture takes well under a second; this stops what never would end. */
#define REDRESS_SANDBOX_CPU_SECONDS 10
#define REDRESS_SANDBOX_MEMORY (512 * G_GINT64_CONSTANT (1024 * 1024))
/* Two minutes of 4K take most of this, and ffmpeg does not start with less than 1 GiB. */
#define REDRESS_SANDBOX_VIDEO_CPU_SECONDS 120
#define REDRESS_SANDBOX_VIDEO_MEMORY (1536 * G_GINT64_CONSTANT (1024 * 1024))

/* Where the sandbox shows the files and the one program it is given. */
#define REDRESS_SANDBOX_INPUT "/in"
#define REDRESS_SANDBOX_OUTPUT "/out"
#define REDRESS_SANDBOX_TOOL "/tool"

/**
 * RedressSandboxRun:
 * @argv: (array zero-terminated=1): what to run, in paths of the sandbox
 * @tool: (nullable): a program of ours, shown as /tool
 * @input: the file to read, shown as /in
 * @output: file that takes standard output, also shown as /out for who cannot write from the
 *   beginning to the end; must not exist
 * @cpu_seconds: how long it may compute; it is stopped after twice as long by the clock
 * @memory: bytes of address space it may have
 *
 * One run of one program that sees /usr, its input, a small /tmp and nothing else: no
 * network, no other file, no other process. Its only way out is its output.
 */
typedef struct
{
  const char *const *argv;
  const char *tool;
  const char *input;
  const char *output;
  guint cpu_seconds;
  gint64 memory;
} RedressSandboxRun;

/**
 * RedressSandboxEnd:
 * @REDRESS_SANDBOX_EXITED: by itself; see the status
 * @REDRESS_SANDBOX_TIMED_OUT: it was stopped
 */
typedef enum
{
  REDRESS_SANDBOX_EXITED,
  REDRESS_SANDBOX_TIMED_OUT,
} RedressSandboxEnd;

void redress_sandbox_run_async (const RedressSandboxRun *run,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean redress_sandbox_run_finish (GAsyncResult *result,
                                     RedressSandboxEnd *end,
                                     int *status,
                                     GError **error);

G_END_DECLS
