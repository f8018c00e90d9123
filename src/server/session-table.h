/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

#define REDRESS_ACCESS_LIFE (10 * REDRESS_MINUTE)
#define REDRESS_REFRESH_LIFE (24 * REDRESS_HOUR)
#define REDRESS_SESSION_LIFE (7 * REDRESS_DAY)
/* A refresh token may be shown once more within this time: its answer may have been lost. */
#define REDRESS_REFRESH_GRACE REDRESS_MINUTE

/**
 * RedressTokenPair:
 *
 * Tokens in clear; they leave the server with the answer and are kept nowhere.
 */
typedef struct
{
  char *access;
  RedressTime access_until;
  char *refresh;
  RedressTime refresh_until;
} RedressTokenPair;

void redress_token_pair_clear (RedressTokenPair *self);

/**
 * RedressRefreshOutcome:
 * @REDRESS_REFRESH_FAILED: the database failed, the error is set
 * @REDRESS_REFRESH_DONE: there is a new pair
 * @REDRESS_REFRESH_UNKNOWN: no such token, or it is over
 * @REDRESS_REFRESH_REUSED: it was exchanged before; the session has ended
 */
typedef enum
{
  REDRESS_REFRESH_FAILED,
  REDRESS_REFRESH_DONE,
  REDRESS_REFRESH_UNKNOWN,
  REDRESS_REFRESH_REUSED,
} RedressRefreshOutcome;

gboolean redress_session_table_begin (RedressSqlConnection *connection,
                                      gint64 account,
                                      RedressTime now,
                                      RedressTokenPair *pair,
                                      GError **error);
RedressRefreshOutcome redress_session_table_refresh (RedressSqlConnection *connection,
                                                     const char *token,
                                                     RedressTime now,
                                                     RedressTokenPair *pair,
                                                     gint64 *account,
                                                     GError **error);
/* *account is 0 where the token is unknown or over. */
gboolean redress_session_table_find (RedressSqlConnection *connection,
                                     const char *access_token,
                                     RedressTime now,
                                     gint64 *account,
                                     GError **error);
gboolean redress_session_table_end (RedressSqlConnection *connection,
                                    const char *access_token,
                                    GError **error);
gboolean
redress_session_table_end_all (RedressSqlConnection *connection, gint64 account, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressTokenPair, redress_token_pair_clear)

G_END_DECLS
