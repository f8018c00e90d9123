/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "core/text.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_LANE_CUSTOMER,
  REDRESS_LANE_SYSTEM,
  REDRESS_LANE_MONEY,
} RedressLane;

/**
 * RedressEvent:
 * @at: when it happened
 * @lane: whose line of the timeline it stands on
 * @code: stable code such as "requested", "secret_generated", "refund_sent"
 * @text: the platform's words, shown as they are
 * @trouble: something went wrong (drawn as a diamond)
 * @source: "customer", "platform", "system"
 */
typedef struct
{
  RedressTime at;
  RedressLane lane;
  char *code;
  char *text;
  gboolean trouble;
  char *source;
} RedressEvent;

const char *redress_lane_to_string (RedressLane lane);
gboolean redress_lane_from_string (const char *text, RedressLane *lane);
RedressEvent *redress_event_new (void);
void redress_event_free (RedressEvent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressEvent, redress_event_free)

G_END_DECLS
