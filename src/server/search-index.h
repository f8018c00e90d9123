/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"
#include "sql/connection.h"

G_BEGIN_DECLS

gboolean
redress_search_index_add (RedressSqlConnection *connection, RedressTicket *ticket, GError **error);

/**
 * RedressSearch:
 * @typed: what somebody looks for
 * @scopes: (array zero-terminated=1): platforms to look in
 * @state: (nullable): only tickets in this state
 * @before: only tickets with a smaller id
 * @limit: at most so many
 * @facts: (array zero-terminated=1): names of facts whose value may be what is typed
 */
typedef struct
{
  const char *typed;
  char *const *scopes;
  const char *state;
  gint64 before;
  guint limit;
  char *const *facts;
} RedressSearch;

gboolean redress_search_index_find (RedressSqlConnection *connection,
                                    const RedressSearch *search,
                                    GPtrArray *summaries,
                                    GError **error);

G_END_DECLS
