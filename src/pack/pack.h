/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/export.h"
#include "core/policy.h"

G_BEGIN_DECLS

/**
 * RedressPackFile:
 * @name: its path in the archive, such as "evidence/03-order_screen.png"
 * @sha256: digest the bytes must have
 * @bytes: (nullable): %NULL until they are set
 * @trouble: (nullable): why they could not be had, in words for people
 *
 * One file of evidence that belongs into the pack.
 */
typedef struct
{
  char *name;
  char *sha256;
  GBytes *bytes;
  char *trouble;
} RedressPackFile;

/**
 * RedressPackPiece:
 * @evidence: (unowned): of the ticket
 * @files: (element-type RedressPackFile): empty where nothing may be shown
 * @why_not: (nullable): code of why there is no file
 */
typedef struct
{
  const RedressEvidence *evidence;
  GPtrArray *files;
  const char *why_not;
} RedressPackPiece;

/**
 * RedressPack:
 *
 * A case as it is handed to somebody outside, made from what the server exported, the words of
 * the policy, and files of evidence. What is masked stays masked. The same input gives the same
 * bytes.
 */
typedef struct _RedressPack RedressPack;

/* Takes @export. @policy: (nullable): without it codes stand as they are. @language: "en" or
 * "zh_CN". */
RedressPack *redress_pack_new (RedressExport *export, RedressPolicy *policy, const char *language);
void redress_pack_free (RedressPack *self);
/* (element-type RedressPackFile): to be fetched before the pack is made. */
GPtrArray *redress_pack_get_files (RedressPack *self);
/* FALSE with CORRUPT: these are not the bytes of @file. */
gboolean redress_pack_file_set_bytes (RedressPackFile *file, GBytes *bytes, GError **error);
void redress_pack_file_set_trouble (RedressPackFile *file, const char *words);

/* Any thread, one at a time. A file without bytes is listed as missing. Cancelled:
 * G_IO_ERROR_CANCELLED. */
GBytes *redress_pack_make_pdf (RedressPack *self, GCancellable *cancellable, GError **error);
GBytes *redress_pack_make_zip (RedressPack *self, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressPack, redress_pack_free)

G_END_DECLS
