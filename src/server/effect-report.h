/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/event.h"
#include "core/policy.h"

G_BEGIN_DECLS

/* Reported once the money has arrived, which is later than "the refund was sent". */
#define REDRESS_REFUND_SETTLED "refund_settled"

/**
 * RedressEffectReport:
 * @round: of the ticket
 * @done: (element-type utf8): effects that are done
 * @failed: (element-type utf8): effects that failed
 * @is_settled: the refund arrived
 * @events: (element-type RedressEvent): the report, for the timeline
 *
 * What a platform says became of what it was to carry out.
 */
typedef struct
{
  gint64 round;
  GPtrArray *done;
  GPtrArray *failed;
  gboolean is_settled;
  GPtrArray *events;
} RedressEffectReport;

gboolean redress_effect_report_read (JsonObject *body,
                                     RedressPolicy *policy,
                                     RedressEffectReport *report,
                                     GError **error);
void redress_effect_report_clear (RedressEffectReport *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressEffectReport, redress_effect_report_clear)

G_END_DECLS
