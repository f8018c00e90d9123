/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/account.h"
#include "core/clock.h"
#include "server/admin.h"
#include "server/service.h"
#include "support/folder.h"

G_BEGIN_DECLS

/**
 * Fixture:
 *
 * A whole server in a folder of its own, on a port of its own, at a time that stands still.
 */
typedef struct
{
  RedressTestFolder *folder;
  RedressClock *clock;
  RedressService *service;
  guint16 port;
} Fixture;

#define FIXTURE_NOW (G_GINT64_CONSTANT (1790559000) * REDRESS_SECOND) /* 2026-09-28T01:30:00Z */
#define FIXTURE_PASSWORD "correct horse"

/* (nullable): who vouches for people at servers that are made from now on. */
void fixture_set_identity_provider (RedressOidcProvider *provider);
/* @limits, @routes: (nullable): those of the real server where NULL. */
Fixture *fixture_new (const RedressEdgeLimits *limits, const RedressRouteTable *routes);
void fixture_free (Fixture *self);
char *fixture_get_data_dir (Fixture *self);
/* Stops the service and starts it again on the same folder. */
void fixture_restart (Fixture *self);
/* Runs a command of `redress-server`; returns its output. */
char *fixture_admin (Fixture *self, const char *input, RedressExit expected, const char *word, ...)
    G_GNUC_NULL_TERMINATED;
/* An account with FIXTURE_PASSWORD, and an access token of it. */
char *fixture_sign_in (Fixture *self, const char *name, RedressRole role);

/**
 * Reply:
 *
 * An answer as it came over the wire.
 */
typedef struct
{
  guint status; /* 0: the connection was closed without an answer */
  GHashTable *headers;
  GString *body;
  gboolean closed; /* by the server, after the answer */
} Reply;

void reply_free (Reply *self);
const char *reply_get (const Reply *self, const char *header);
/* (transfer full): the body as an object; the test fails if it is none. */
JsonObject *reply_get_object (Reply *self);
/* Fails the test unless it is a problem with that status and code. */
void reply_assert_problem (Reply *self, guint status, const char *code);
/* The same of what libmicrohttpd 1.0 refuses before we see it, in words of its own. */
void reply_assert_refused (Reply *self, guint status, const char *code);

int fixture_connect (Fixture *self);
void fixture_write (int fd, const char *data, gssize length);
/* The next answer on the connection. */
Reply *fixture_read (int fd);
gboolean fixture_is_closed (int fd);
/* Whether something can be read, or the end, within @ms. */
gboolean fixture_can_read (int fd, int ms);
/* One connection for these bytes and the first answer to them. */
Reply *fixture_raw (Fixture *self, const char *data, gssize length);
/* @token, @body: (nullable). @extra: (nullable): header lines, each with its CRLF. */
Reply *fixture_call (Fixture *self,
                     const char *method,
                     const char *path,
                     const char *token,
                     const char *extra,
                     const char *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

G_END_DECLS
