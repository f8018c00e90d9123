/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressCheck:
 * @name: what was looked at
 * @ok: whether it works here
 * @needed: the server cannot do its work without
 * @detail: (nullable): what is wrong, or which version there is
 */
typedef struct
{
  char *name;
  gboolean ok;
  gboolean needed;
  char *detail;
} RedressCheck;

RedressCheck *
redress_check_new (const char *name, gboolean ok, gboolean needed, const char *detail);
void redress_check_free (RedressCheck *self);
/* (element-type RedressCheck): the sandbox and the programs that make renditions. Takes some
 * milliseconds. */
GPtrArray *redress_environment_check (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCheck, redress_check_free)

G_END_DECLS
