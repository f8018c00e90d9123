/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/redaction.h"
#include "core/verdict.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_COMMAND_CLAIM,
  REDRESS_COMMAND_RENEW,
  REDRESS_COMMAND_RELEASE,
  REDRESS_COMMAND_CHECK_OUT,
  REDRESS_COMMAND_DECIDE,
  REDRESS_COMMAND_NEED_INFO,
  REDRESS_COMMAND_HOLD,
  REDRESS_COMMAND_RESUME,
  REDRESS_COMMAND_ESCALATE,
  REDRESS_COMMAND_NOTE,
  REDRESS_COMMAND_HAND_OVER,
  REDRESS_COMMAND_MERGE,
  REDRESS_COMMAND_REDACT,
  REDRESS_COMMAND_BLUR,
  REDRESS_COMMAND_APPROVE_SECOND,
  REDRESS_COMMAND_REFUSE_SECOND,
  REDRESS_COMMAND_REVOKE,
} RedressCommandType;

#define REDRESS_N_COMMAND_TYPES (REDRESS_COMMAND_REVOKE + 1)

/**
 * RedressCommand:
 * @command_id: UUIDv7, minted once (RFC 9562)
 * @base_version: (ticket.version) the agent looked at; 0 where it does not matter
 * @claim_token: 0 where it does not matter
 * @seen_digest: (nullable): digest of what the agent saw; decide and approve_second only
 * @policy_version: 0 where it does not matter
 *
 * One intent. On the wire the envelope's members are those above @verdict, everything from
 * @verdict on stands in `body`, and members that are NULL, 0 or empty are left out.
 */
typedef struct
{
  char *command_id;
  RedressCommandType type;
  gint64 ticket;
  gint64 base_version;
  gint64 claim_token;
  char *seen_digest;
  gint64 policy_version;

  RedressVerdict verdict;
  char *reason_code;
  RedressAmount amount;
  gboolean has_amount;
  char *note;
  char *message;
  char *message_language; /* (nullable): of the message; NULL: the customer's */
  char *override_reason;
  char **cited;        /* digests of evidence the decision rests on */
  char **opened;       /* digests of evidence the agent opened */
  char *ask;           /* need_info: "customer" or "platform" */
  char **slots;        /* need_info: evidence slots asked for */
  char **fact_names;   /* need_info: facts asked for */
  RedressTime until;   /* hold: back at this time; REDRESS_TIME_UNKNOWN otherwise */
  char *hand_to;       /* hand_over: account id */
  gint64 other;        /* merge: the ticket that ends in this one */
  char *group;         /* (nullable): UUIDv7 that decisions made in one go share; decide only */
  char *evidence;      /* redact, blur: digest of the original */
  GPtrArray *boxes;    /* redact: (owned) (element-type RedressBox), in pixels of the view */
  gboolean blurred;    /* blur: hidden from now on, else shown again */
  RedressTime made_at; /* by the desk's clock; decides nothing */
  gboolean offline;    /* made while the desk had no connection */
} RedressCommand;

const char *redress_command_type_to_string (RedressCommandType type);
gboolean redress_command_type_from_string (const char *text, RedressCommandType *type);
/* TRUE: kept in the outbox until answered. FALSE: asked at once or not at all (claims). */
gboolean redress_command_type_is_durable (RedressCommandType type);
/* TRUE: says what was seen, so that the server can hold it against what it has. */
gboolean redress_command_type_proves_what_was_seen (RedressCommandType type);
/* TRUE: what is typed for the ticket goes with the command. */
gboolean redress_command_type_takes_draft (RedressCommandType type);
/* Bytes that note, message and override_reason may each have. Three of them, with every byte
 * escaped, fit into one request. */
#define REDRESS_COMMAND_TEXT_MAX 12000

/* How many characters @text has beyond that; 0 if it fits or is NULL. */
guint redress_command_text_excess (const char *text);
/* INVALID if a text of the command is too long; says which and by how much. */
gboolean redress_command_check_texts (const RedressCommand *self, GError **error);
RedressCommand *redress_command_new (RedressCommandType type, gint64 ticket);
RedressCommand *redress_command_copy (const RedressCommand *self);
void redress_command_free (RedressCommand *self);
/* UUIDv7 from @now and random bits. */
char *redress_command_id_new (RedressTime now);
RedressVerdict redress_command_get_verdict (const RedressCommand *command);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCommand, redress_command_free)

G_END_DECLS
