/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/clock.h"
#include "core/policy.h"
#include "core/ticket.h"
#include "sql/worker.h"
#include "store/damage-report.h"
#include "store/evidence-files.h"
#include "store/notices.h"
#include "store/outbox-journal.h"
#include "store/overlay.h"
#include "store/seal.h"
#include "store/store.h"

G_BEGIN_DECLS

/**
 * RedressDisk:
 *
 * All that the writing worker owns. Its fields are touched by the worker's thread alone, except
 * where a comment says otherwise.
 */
typedef struct
{
  char *data_folder;
  char *cache_folder;
  RedressClock *clock;
  RedressSeal *seal; /* (nullable): without one details and evidence stay in memory */
  RedressNotices *notices;

  RedressSqlConnection *outbox; /* (unowned): the worker's own */
  RedressSqlConnection *cache;  /* (nullable): NULL while it cannot be opened */
  RedressSqlConnection *search; /* (nullable): NULL while it cannot be opened */
  RedressOutboxJournal *journal;
  RedressEvidenceFiles *evidence;

  RedressOverlay *overlay;   /* the newest */
  GHashTable *policies;      /* (element-type utf8 RedressPolicy): read ones, by flow and version */
  RedressCalendar *calendar; /* (nullable): of @policies, once it was read */
  GHashTable *seen;          /* (element-type gint64 RedressSeenCase): what windows loaded */
  guint64 n_seen;            /* orders @seen by age */
  char *account;             /* (nullable): id of whose desk it is */
  RedressDamageReport *report; /* (nullable): of the outbox; readable by anyone after opening */
  gboolean wants_check;        /* the cache was not closed well, or not looked through for long */
  gboolean is_cache_lost;      /* a failing disk kept it from being begun anew */
  guint notes;                 /* RedressStoreNotes; readable by anyone after opening */
  gint generation;             /* atomic: grows when cache.db or search.db is another file */
  gint64 evidence_quota;       /* bytes; 0: as the free space allows */
  gboolean has_adopted;        /* files of evidence were compared with the cache in this run */
  gint64 keep_closed_days;     /* how long finished tickets stay */
} RedressDisk;

RedressDisk *redress_disk_new (const RedressStorePaths *paths,
                               RedressSeal *seal,
                               RedressClock *clock,
                               RedressNotices *notices);
void redress_disk_free (RedressDisk *self);
RedressSqlConnection *redress_disk_open (gpointer self, GError **error);
void redress_disk_close_cache (RedressDisk *self);

char *redress_disk_build_cache_path (RedressDisk *self, const char *name);
char *redress_disk_build_data_path (RedressDisk *self, const char *name);
RedressSqlConnection *redress_disk_get_cache (RedressDisk *self, GError **error);

/* disk-seal.c */
GBytes *redress_disk_seal (RedressDisk *self, const char *context, GBytes *plain, GError **error);
GBytes *redress_disk_unseal (
    RedressDisk *self, gboolean is_sealed, const char *context, GBytes *bytes, GError **error);
char *redress_disk_context (const char *what, const char *whose);
char *redress_disk_context_of_ticket (const char *what, gint64 ticket);

/* disk-overlay.c */
gboolean redress_disk_load_overlay (RedressDisk *self, GError **error);
gboolean redress_disk_update_overlay (RedressDisk *self, gint64 ticket, GError **error);

G_END_DECLS
