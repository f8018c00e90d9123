/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/deadline.h"
#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/* What a clock counted, one step a line, in the window's language. */

/* "24 hours from today 16:32", "1 to 3 working days from 28 Sep 09:30" */
void redress_due_steps_add_span (GString *lines,
                                 const RedressPolicyClock *clock,
                                 RedressTime start,
                                 RedressTime now);
/* Which days counted, which did not and why. @calendar: (nullable). */
void redress_due_steps_add_days (GString *lines,
                                 const RedressDeadline *deadline,
                                 RedressCalendar *calendar);
/* What stopped the clock. @waits: those of the ticket, for one that lasts. */
void redress_due_steps_add_pauses (GString *lines,
                                   const RedressDeadline *deadline,
                                   const RedressPolicyClock *clock,
                                   GPtrArray *waits,
                                   RedressTime now);
/* What stretched it. */
void redress_due_steps_add_peaks (GString *lines,
                                  const RedressDeadline *deadline,
                                  GPtrArray *peaks,
                                  RedressTime now);
void redress_due_steps_add_provisional (GString *lines, RedressTime due);

G_END_DECLS
