/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "wire/hpke.h"

G_BEGIN_DECLS

/* A command may be refused in a request that is longer, sealed and in base64, than the server
 * reads at once. */
#define REDRESS_HAND_IN_MAX_BYTES (150 * 1024)
#define REDRESS_HAND_IN_MAX_COMMANDS 50

/**
 * RedressHandIn:
 * @account: id of who recorded them
 * @commands: an object with "commands", byte for byte as they were recorded
 *
 * What is inside of one sealed piece. A file has one or more of them, a line each, after a first
 * line that says what it is.
 */
typedef struct
{
  char *account;
  JsonNode *commands;
} RedressHandIn;

void redress_hand_in_free (RedressHandIn *self);

/* (transfer full) (nullable): one piece, in base64.
 * @commands: (element-type GBytes): at most as many and as long as above */
char *
redress_hand_in_seal (GBytes *public, const char *account, GPtrArray *commands, GError **error);
RedressHandIn *redress_hand_in_open (GBytes *secret, const char *sealed, GError **error);

/* (transfer full): a file of pieces (element-type utf8), and the pieces of a file; NULL with
 * INVALID if it is none. */
char *redress_hand_in_join (GPtrArray *pieces);
GPtrArray *redress_hand_in_split (const char *text, GError **error);

char *redress_hand_in_key_to_string (GBytes *public);
GBytes *redress_hand_in_key_from_string (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressHandIn, redress_hand_in_free)

G_END_DECLS
