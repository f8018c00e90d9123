/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/evidence-store.h"

#include "store/details-table.h"
#include "store/evidence-table.h"

#define MIB (G_GINT64_CONSTANT (1024) * 1024)
#define QUOTA_MAX (2048 * MIB)
#define QUOTA_IN_MEMORY (256 * MIB)

/* After a piece came or went: the tickets that show it may be ready now, or not any more. */
static gboolean
update_tickets (RedressDisk *disk, const char *sha256, GError **error)
{
  g_autoptr (GArray) tickets = redress_details_table_list_by_piece (disk, sha256, error);

  for (guint i = 0; tickets != NULL && i < tickets->len; i++)
    {
      gint64 ticket = g_array_index (tickets, gint64, i);

      if (!redress_details_table_count_pieces (disk, ticket, error) ||
          !redress_disk_update_overlay (disk, ticket, error))
        return FALSE;
    }
  return tickets != NULL;
}

static gboolean
forget (RedressDisk *disk, const char *sha256, GError **error)
{
  redress_evidence_files_remove (disk->evidence, sha256);
  return redress_evidence_table_delete (disk, sha256, error) &&
         update_tickets (disk, sha256, error);
}

/* What is here already counts as free: a tenth of the space without Redress' own files. */
static gint64
find_quota (RedressDisk *disk, gint64 used)
{
  gint64 chosen = disk->evidence_quota > 0 ? disk->evidence_quota : QUOTA_MAX;
  gint64 free_space;

  if (disk->seal == NULL)
    return QUOTA_IN_MEMORY;
  free_space = redress_evidence_files_get_free_space (disk->evidence);
  return free_space < 0 ? chosen : MIN (chosen, (free_space + used) / 10);
}

static gboolean
evict_some (RedressDisk *disk, gint64 wanted, gint64 quota, gboolean *has_room, GError **error)
{
  g_auto (GStrv) pieces = redress_evidence_table_list_evictable (disk, error);
  gint64 used = 0;

  if (pieces == NULL)
    return FALSE;
  for (guint i = 0; pieces[i] != NULL && !*has_room; i++)
    {
      if (!forget (disk, pieces[i], error) || !redress_evidence_table_sum (disk, &used, error))
        return FALSE;
      *has_room = used + wanted <= quota;
    }
  return pieces[0] != NULL;
}

/* What a claim or the outbox names is kept even if that is more than the quota. */
static gboolean
make_room (RedressDisk *disk, const char *sha256, gint64 wanted, GError **error)
{
  gint64 used = 0, quota;
  gboolean has_room, is_pinned = FALSE;
  g_autoptr (GError) failure = NULL;

  if (!redress_evidence_table_sum (disk, &used, error))
    return FALSE;
  quota = find_quota (disk, used);
  has_room = used + wanted <= quota;
  while (!has_room && evict_some (disk, wanted, quota, &has_room, &failure))
    continue;
  if (has_room)
    return TRUE;
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!redress_evidence_table_is_pinned (disk, sha256, &is_pinned, error))
    return FALSE;
  if (!is_pinned)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE,
                 "the space for evidence is full with what is being worked on");
  return is_pinned;
}

/**
 * redress_evidence_store_put:
 * @disk: the disk
 * @sha256: a digest
 * @bytes: what redress_evidence_files_check() found good
 * @error: return location
 *
 * Returns: whether the piece is here; %FALSE with NO_SPACE and the like
 */
gboolean
redress_evidence_store_put (RedressDisk *disk, const char *sha256, GBytes *bytes, GError **error)
{
  gint64 size = (gint64)g_bytes_get_size (bytes);

  if (!make_room (disk, sha256, size, error) ||
      !redress_evidence_files_put (disk->evidence, sha256, bytes, error) ||
      !redress_evidence_table_put (disk, sha256, size, redress_clock_now (disk->clock), error) ||
      !update_tickets (disk, sha256, error))
    return FALSE;
  redress_notices_add_evidence (disk->notices, sha256);
  return TRUE;
}

/**
 * redress_evidence_store_forget_if_bad:
 * @disk: the disk
 * @sha256: a piece that could not be read a moment ago
 * @error: return location
 *
 * It may have arrived since.
 *
 * Returns: whether the piece is gone or good
 */
gboolean
redress_evidence_store_forget_if_bad (RedressDisk *disk, const char *sha256, GError **error)
{
  g_autoptr (GBytes) bytes = redress_evidence_files_get (disk->evidence, sha256, NULL);

  return bytes != NULL || forget (disk, sha256, error);
}

/**
 * redress_evidence_store_forget_unshown:
 * @disk: the disk
 * @pieces: (array zero-terminated=1): pieces that a ticket showed until a moment ago
 * @error: return location
 *
 * What was painted over or masked on the server does not stay here as it was before.
 *
 * Returns: whether those that no ticket shows any more are gone
 */
gboolean
redress_evidence_store_forget_unshown (RedressDisk *disk, char *const *pieces, GError **error)
{
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      g_autoptr (GArray) tickets = redress_details_table_list_by_piece (disk, pieces[i], error);

      if (tickets == NULL || (tickets->len == 0 && !forget (disk, pieces[i], error)))
        return FALSE;
    }
  return TRUE;
}

/**
 * redress_evidence_store_remove_orphans:
 * @disk: the disk
 * @error: return location
 *
 * Removes the pieces of tickets that have left this computer.
 *
 * Returns: whether it worked
 */
gboolean
redress_evidence_store_remove_orphans (RedressDisk *disk, GError **error)
{
  g_auto (GStrv) orphans = redress_evidence_table_list_orphans (disk, error);

  if (orphans == NULL)
    return FALSE;
  for (guint i = 0; orphans[i] != NULL; i++)
    if (!forget (disk, orphans[i], error))
      return FALSE;
  return TRUE;
}

/**
 * redress_evidence_store_adopt_files:
 * @disk: the disk
 * @error: return location
 *
 * Takes pieces that lie here and are not known, because the cache was begun anew or the program
 * ended between file and row, into account as the first to be evicted.
 *
 * Returns: whether it worked
 */
gboolean
redress_evidence_store_adopt_files (RedressDisk *disk, GError **error)
{
  g_autoptr (GPtrArray) files = redress_evidence_files_list (disk->evidence);

  for (guint i = 0; i < files->len; i++)
    {
      const char *sha256 = g_ptr_array_index (files, i);
      gboolean has = FALSE;

      if (!redress_evidence_table_has (disk, sha256, &has, error))
        return FALSE;
      if (!has &&
          (!redress_evidence_table_put (
               disk, sha256, redress_evidence_files_get_size (disk->evidence, sha256), 0, error) ||
           !update_tickets (disk, sha256, error)))
        return FALSE;
    }
  return TRUE;
}
