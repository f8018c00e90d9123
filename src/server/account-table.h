/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account.h"
#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressAccountRow:
 * @id: number behind "a-"
 * @account: what others may know
 * @password: (nullable): Argon2id string
 * @disabled: may not come in
 */
typedef struct
{
  gint64 id;
  RedressAccount *account;
  char *password;
  gboolean disabled;
} RedressAccountRow;

void redress_account_row_free (RedressAccountRow *self);

/* All of them: FALSE with an error; *row is NULL where nothing was found. */
gboolean redress_account_table_find (RedressSqlConnection *connection,
                                     const char *name,
                                     RedressAccountRow **row,
                                     GError **error);
gboolean redress_account_table_get (RedressSqlConnection *connection,
                                    gint64 id,
                                    RedressAccountRow **row,
                                    GError **error);
/* (transfer full) (nullable) (element-type RedressAccountRow): by name. */
GPtrArray *redress_account_table_list (RedressSqlConnection *connection, GError **error);
/* CONFLICT where the name is taken. */
gboolean redress_account_table_add (RedressSqlConnection *connection,
                                    const RedressAccount *account,
                                    const char *password,
                                    RedressTime now,
                                    gint64 *id,
                                    GError **error);
gboolean redress_account_table_set_password (RedressSqlConnection *connection,
                                             gint64 id,
                                             const char *password,
                                             GError **error);
gboolean redress_account_table_set_disabled (RedressSqlConnection *connection,
                                             gint64 id,
                                             gboolean disabled,
                                             GError **error);
/* Raises grants_version. */
gboolean redress_account_table_set_display_name (RedressSqlConnection *connection,
                                                 gint64 id,
                                                 const char *display_name,
                                                 GError **error);
gboolean redress_account_table_set_grants (RedressSqlConnection *connection,
                                           gint64 id,
                                           RedressRole role,
                                           char *const *scopes,
                                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressAccountRow, redress_account_row_free)

G_END_DECLS
