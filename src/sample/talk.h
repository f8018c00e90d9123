/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "core/evaluation.h"
#include "core/ticket.h"
#include "wire/messages.h"

G_BEGIN_DECLS

/**
 * RedressTalk:
 * @token: (nullable): of the account that is signed in
 *
 * One exchange after the other with a server, each waited for. Only for programs that have
 * nothing else to do.
 */
typedef struct
{
  SoupSession *session;
  char *server;
  char *token;
} RedressTalk;

RedressTalk *redress_talk_new (const char *server);
void redress_talk_free (RedressTalk *self);
/* (transfer full): the body of a 2xx answer; any other is an error with the server's words. */
GBytes *redress_talk_send_sync (RedressTalk *self, SoupMessage *message, GError **error);
gboolean redress_talk_sign_in_sync (RedressTalk *self,
                                    const char *name,
                                    const char *password,
                                    GError **error);
RedressTicket *redress_talk_get_ticket_sync (RedressTalk *self, gint64 id, GError **error);
RedressPolicy *
redress_talk_get_policy_sync (RedressTalk *self, const char *flow, gint64 version, GError **error);
/* (transfer full): the server's answer to one command; not applied is an error. */
RedressAnswer *
redress_talk_command_sync (RedressTalk *self, const RedressCommand *command, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTalk, redress_talk_free)

G_END_DECLS
