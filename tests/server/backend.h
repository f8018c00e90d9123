/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/service.h"
#include "support/folder.h"
#include "wire/messages.h"

G_BEGIN_DECLS

/**
 * RedressTestBackend:
 *
 * A whole server of a test's own on a loopback port, with the policies of tests/server/data, a
 * clock that stands still, and accounts.
 */
typedef struct
{
  RedressTestFolder *folder;
  char *shared; /* (nullable): the folder of the first server of its database */
  RedressClock *clock;
  RedressService *service;
  char *policies; /* folder */
  char *kameng_key;
  char *cainiao_key;
  const char *signer; /* (nullable): where one listens, at the next start */
} RedressTestBackend;

/**
 * RedressTestAnswer:
 * @status: of the answer
 * @body: (nullable): the body, ended by a NUL that does not count
 * @headers: (element-type utf8 utf8): lower-case names
 */
typedef struct
{
  guint status;
  char *body;
  gsize length;
  GHashTable *headers;
  JsonNode *json; /* (nullable) */
} RedressTestAnswer;

void redress_test_answer_free (RedressTestAnswer *self);
/* Fails the test where the answer has another status. */
void redress_test_answer_expect (RedressTestAnswer *self, guint status);
/* The same, and the code of the problem. */
void redress_test_answer_expect_problem (RedressTestAnswer *self, guint status, const char *code);
/* (nullable): a string member. */
const char *redress_test_answer_get (RedressTestAnswer *self, const char *member);

RedressTestBackend *redress_test_backend_new (void);
/* With the policies of another folder, and without keys. */
RedressTestBackend *redress_test_backend_new_with (const char *policies);
/* (transfer full): a key with which a platform hands tickets in. */
char *redress_test_backend_add_connector (RedressTestBackend *self, const char *platform);
void redress_test_backend_free (RedressTestBackend *self);
/* Stops the server, where it runs, and starts it on the same data. */
void redress_test_backend_restart (RedressTestBackend *self);
RedressSqlConnection *redress_test_backend_get_connection (RedressTestBackend *self);

/* (transfer full): the access token of a new account. */
char *redress_test_backend_add_account (RedressTestBackend *self,
                                        const char *name,
                                        RedressRole role,
                                        const char *const *scopes);

/* (transfer full): another access token of the account a-@id; tokens live for ten minutes. */
char *redress_test_backend_sign_in (RedressTestBackend *self, gint64 id);
/* Moves the clock, and does what time alone brings about. */
void redress_test_backend_advance (RedressTestBackend *self, gint64 microseconds);
/* Fails the test where decisions, log, feed and answers do not agree. */
void redress_test_backend_check_trail (RedressTestBackend *self);

/* Runs @func on the database thread. */
void redress_test_backend_run (RedressTestBackend *self, RedressJobFunc func, gpointer data);

/* @headers: (nullable): name, value, ..., NULL. */
RedressTestAnswer *redress_test_backend_send (RedressTestBackend *self,
                                              const char *token,
                                              const char *method,
                                              const char *path,
                                              const char *body,
                                              gssize length,
                                              const char *const *headers);
RedressTestAnswer *
redress_test_backend_get (RedressTestBackend *self, const char *token, const char *path);

/* (transfer full): the body of a believable new ticket. */
char *redress_test_new_ticket (const char *flow, const char *external_id);
/* Hands in a ticket to kameng and returns its id. */
gint64 redress_test_backend_create_ticket (RedressTestBackend *self, const char *external_id);
/* With a key of its own as Idempotency-Key. */
RedressTestAnswer *redress_test_backend_intake (RedressTestBackend *self,
                                                const char *method,
                                                const char *path,
                                                const char *body);
RedressTicket *
redress_test_backend_fetch (RedressTestBackend *self, const char *token, gint64 ticket);

/* Sends one command and parses its answer. */
RedressAnswer *redress_test_backend_command (RedressTestBackend *self,
                                             const char *token,
                                             const RedressCommand *command);
RedressTestAnswer *redress_test_backend_send_commands (RedressTestBackend *self,
                                                       const char *token,
                                                       const RedressCommand *const *commands,
                                                       guint n_commands);
/* A new command with an id. */
RedressCommand *
redress_test_backend_new_command (RedressTestBackend *self, RedressCommandType type, gint64 ticket);
/* What a desk would send: the ticket is fetched, evaluated and digested. */
RedressCommand *redress_test_backend_new_decision (RedressTestBackend *self,
                                                   const char *token,
                                                   gint64 ticket,
                                                   RedressVerdict verdict);
void redress_test_backend_claim (RedressTestBackend *self, const char *token, gint64 ticket);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTestAnswer, redress_test_answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTestBackend, redress_test_backend_free)

G_END_DECLS
