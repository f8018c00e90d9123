/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"

G_BEGIN_DECLS

/* Characters that somebody may say why a case leaves the house. */
#define REDRESS_EXPORT_REASON_MAX 500
/* Entries of the log that an export carries at most: the newest. */
#define REDRESS_EXPORT_MAX_ENTRIES 1000

/**
 * RedressAuditEntry:
 * @index: its place in the log of the platform, from 0
 * @sha256: over the bytes of @leaf
 * @leaf: canonical JSON, byte for byte as the server keeps it
 */
typedef struct
{
  gint64 index;
  char *sha256;
  char *leaf;
} RedressAuditEntry;

/**
 * RedressExport:
 * @ticket: (owned): as desks get it, what is masked masked
 * @log: whose log: the platform
 * @log_size: how many entries the log has, that of this export among them
 * @head_sha256: over the bytes of the newest entry
 * @entries: (owned) (element-type RedressAuditEntry): those that name the ticket, oldest first
 * @entries_left_out: how many older ones are not in @entries
 * @entry: index of the entry about this export
 * @actor_name: who exported it
 * @reason: why, in their words
 *
 * What a complaint outside needs of a case that a desk does not keep.
 */
typedef struct
{
  RedressTicket *ticket;
  char *log;
  gint64 log_size;
  char *head_sha256;
  GPtrArray *entries;
  gint64 entries_left_out;
  gint64 entry;
  char *actor;
  char *actor_name;
  RedressTime at;
  char *reason;
} RedressExport;

RedressAuditEntry *redress_audit_entry_new (void);
void redress_audit_entry_free (RedressAuditEntry *self);
RedressExport *redress_export_new (void);
void redress_export_free (RedressExport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressAuditEntry, redress_audit_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressExport, redress_export_free)

G_END_DECLS
