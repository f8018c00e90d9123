/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressConnector:
 * @host: (nullable): where the platform is told; the rest of the address may be a secret. %NULL: no
 *   address was set, and nothing is sent
 * @waiting: how many events it has not been told yet
 * @dead: how many were given up
 * @stopped_at: since when it is told nothing; %REDRESS_TIME_UNKNOWN: it is told
 *
 * The way to a platform.
 */
typedef struct
{
  char *platform;
  char *host;
  gint64 waiting;
  gint64 dead;
  RedressTime stopped_at;
  char *stopped_by;
  char *stopped_why;
} RedressConnector;

typedef enum
{
  REDRESS_TELLING_WAITING,
  REDRESS_TELLING_SENT,
  REDRESS_TELLING_DEAD, /* given up */
} RedressTellingState;

/**
 * RedressTelling:
 * @name: what the platform knows it by
 * @ticket: 0: a test
 * @external_id: number of the ticket, for people
 * @type: such as "decision.effective"
 * @leaves_at: it is not sent before
 * @next_at: of the next try; %REDRESS_TIME_UNKNOWN: there is none
 * @tried_at: of the last try
 * @status: of the last answer; 0: there was none
 * @silence: (nullable): why there was no answer, a word of data/api/openapi.yaml; %NULL where there
 * was one, or the server does not know
 * @words: what it said, or why there was none in the words of the server's libraries
 *
 * One event that a platform was or will be told, and how far that came.
 */
typedef struct
{
  gint64 id;
  char *name;
  char *platform;
  gint64 ticket;
  char *external_id;
  char *type;
  RedressTellingState state;
  gint64 attempts;
  RedressTime made_at;
  RedressTime leaves_at;
  RedressTime next_at;
  RedressTime tried_at;
  gint64 status;
  char *silence;
  char *words;
} RedressTelling;

/**
 * RedressConnectors:
 * @platforms: (owned) (element-type RedressConnector): those that an address was set for, and those
 *   that were added
 * @events: (owned) (element-type RedressTelling): what they were told last, the newest first
 * @dead: (owned) (element-type RedressTelling): what was given up, the newest first
 */
typedef struct
{
  GPtrArray *platforms;
  GPtrArray *events;
  GPtrArray *dead;
} RedressConnectors;

RedressConnector *redress_connector_new (void);
void redress_connector_free (RedressConnector *self);
RedressTelling *redress_telling_new (void);
void redress_telling_free (RedressTelling *self);
RedressConnectors *redress_connectors_new (void);
void redress_connectors_free (RedressConnectors *self);
void redress_connectors_add_platforms (RedressConnectors *self, const char *const *platforms);
gint64 redress_connectors_count_dead (const RedressConnectors *self);
gboolean redress_connectors_is_held (const RedressConnectors *self, const RedressTelling *telling);
gboolean redress_connectors_can_send (const RedressConnectors *self,
                                      const RedressTelling *telling,
                                      RedressTime now);

const char *redress_telling_state_to_string (RedressTellingState state);
gboolean redress_telling_state_from_string (const char *text, RedressTellingState *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressConnector, redress_connector_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTelling, redress_telling_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressConnectors, redress_connectors_free)

G_END_DECLS
