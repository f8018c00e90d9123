/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/**
 * RedressPresence:
 *
 * Who looks at a ticket or writes on it, for a minute after the last word of it. In memory
 * alone: it grants nothing and proves nothing.
 */
typedef struct _RedressPresence RedressPresence;

/**
 * RedressPresent:
 * @actor: id of an account
 * @actor_name: its name
 * @is_writing: not only looking
 * @until: when it is forgotten
 */
typedef struct
{
  char *actor;
  char *actor_name;
  gboolean is_writing;
  RedressTime until;
} RedressPresent;

RedressPresence *redress_presence_new (void);
void redress_presence_free (RedressPresence *self);
void redress_presence_set (RedressPresence *self,
                           gint64 ticket,
                           const RedressAccount *account,
                           gboolean is_writing,
                           RedressTime now);
/* (transfer container) (element-type RedressPresent): all but @account. */
GPtrArray *redress_presence_list_others (RedressPresence *self,
                                         gint64 ticket,
                                         const char *account,
                                         RedressTime now);

/* PUT /v1/tickets/{id}/presence */
void redress_handle_presence (RedressRequest *request, RedressResponse *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressPresence, redress_presence_free)

G_END_DECLS
