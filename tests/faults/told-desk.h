/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/spin.h"
#include "sync/headless-desk.h"

G_BEGIN_DECLS

typedef struct
{
  RedressHeadlessDesk desk;
  const char *server, *name, *password;
  GHashTable *answered; /* (element-type utf8): ids of commands that have their answer */
  gint64 ticket;        /* of the order */
  GPtrArray *awaited;   /* (nullable) (element-type utf8): commands of the order */
} ToldDesk;

/* @words: the order and what stands after it */
typedef void (*ToldDeskFunc) (ToldDesk *self, char **words);

void told_desk_say (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* told-desk-ask.c: what is asked for. Says TRUE of an error that a person would meet with another
 * try. */
gboolean told_desk_tries_again (const GError *error);
void told_desk_sign_in (ToldDesk *self, char **words);
void told_desk_sign_out (ToldDesk *self, char **words);
void told_desk_rebuild (ToldDesk *self, char **words);
void told_desk_find (ToldDesk *self, char **words);
void told_desk_open (ToldDesk *self, char **words);
void told_desk_evidence (ToldDesk *self, char **words);
void told_desk_reveal (ToldDesk *self, char **words);
void told_desk_export (ToldDesk *self, char **words);
void told_desk_search (ToldDesk *self, char **words);
void told_desk_peaks (ToldDesk *self, char **words);
void told_desk_connectors (ToldDesk *self, char **words);
/* told-desk-do.c: what changes something on the server, and what the desk has. */
void told_desk_claim (ToldDesk *self, char **words);
void told_desk_record (ToldDesk *self, char **words);
void told_desk_rest (ToldDesk *self, char **words);
void told_desk_dump (ToldDesk *self, char **words);

G_END_DECLS
