/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/command.h"
#include "core/decision.h"
#include "core/summary.h"

G_BEGIN_DECLS

/**
 * RedressOutboxState:
 * @REDRESS_OUTBOX_RECORDED: durable on this computer, waits for not_before or the network
 * @REDRESS_OUTBOX_SENDING: on its way; may or may not have arrived
 * @REDRESS_OUTBOX_APPLIED: the server committed it; leaves once the feed has passed
 * @REDRESS_OUTBOX_CONFLICT: the world had changed; the agent decides again
 * @REDRESS_OUTBOX_REFUSED: the server will never take it; stays until acknowledged
 * @REDRESS_OUTBOX_UNREADABLE: the command cannot be read: its key is not at hand, or its bytes are
 *   damaged. It stays until somebody sets it aside. No row says so of itself: it is what windows
 *   see of one that is not applied
 */
typedef enum
{
  REDRESS_OUTBOX_RECORDED,
  REDRESS_OUTBOX_SENDING,
  REDRESS_OUTBOX_APPLIED,
  REDRESS_OUTBOX_CONFLICT,
  REDRESS_OUTBOX_REFUSED,
  REDRESS_OUTBOX_UNREADABLE,
} RedressOutboxState;

#define REDRESS_TYPE_OUTBOX_ENTRY (redress_outbox_entry_get_type ())
G_DECLARE_FINAL_TYPE (RedressOutboxEntry, redress_outbox_entry, REDRESS, OUTBOX_ENTRY, GObject)

struct _RedressOutboxEntry
{
  GObject parent_instance;

  gint64 position; /* order of recording */
  RedressCommand *command;
  RedressOutboxState state;
  RedressTime recorded_at;
  RedressTime not_before; /* end of the undo time */
  guint attempts;
  char *problem_code;      /* (nullable): of the last answer */
  char *problem_detail;    /* (nullable) */
  RedressDecision *theirs; /* (nullable): decision that stands recorded, for a conflict */
  gint64 seen_version;     /* ticket version the agent saw */
};

G_END_DECLS
