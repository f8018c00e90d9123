/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressTrailEntry:
 * @index: its place in the log
 * @action: such as "decide"
 * @actor: id of who did it; "server": the server by its clock, or who runs it
 * @actor_name: (nullable): as that person is called now
 * @role: (nullable): that they did it in
 * @ticket: 0: it is about none
 * @external_id: (nullable): number of the ticket, for people
 * @overturned: an appeal was decided otherwise
 * @leaf: the bytes of the entry, which are canonical JSON
 *
 * An entry of an audit log, and what it was found by.
 */
typedef struct
{
  gint64 index;
  RedressTime at;
  char *action;
  char *actor;
  char *actor_name;
  char *role;
  gint64 ticket;
  char *external_id;
  gboolean offline;
  gboolean overturned;
  char *leaf;
} RedressTrailEntry;

/**
 * RedressTrailPage:
 * @log: name of the log
 * @size: how many entries the log had when it was asked first; later ones are on no page
 * @count: how many of them were found
 * @offset: how many of those come before this page
 * @entries: (owned) (element-type RedressTrailEntry): the newest first
 */
typedef struct
{
  char *log;
  gint64 size;
  gint64 count;
  gint64 offset;
  GPtrArray *entries;
} RedressTrailPage;

RedressTrailEntry *redress_trail_entry_new (void);
void redress_trail_entry_free (RedressTrailEntry *self);
RedressTrailPage *redress_trail_page_new (void);
void redress_trail_page_free (RedressTrailPage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTrailEntry, redress_trail_entry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTrailPage, redress_trail_page_free)

G_END_DECLS
