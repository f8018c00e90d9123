/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ticket-change.h"

G_BEGIN_DECLS

/* What became of a question: the facts answer.<slot or fact>, which rules look at. */
#define REDRESS_ANSWER_PREFIX "answer."
#define REDRESS_ANSWER_ASKED "asked"
#define REDRESS_ANSWER_PROVIDED "provided"
#define REDRESS_ANSWER_NOT_PROVIDED "not_provided"

gboolean redress_answer_facts_set (RedressTicketChange *change,
                                   char *const *asked,
                                   const char *answer,
                                   GError **error);
/* One of the things asked for arrived; when all have, the ticket is open again. */
gboolean
redress_answer_facts_receive_slot (RedressTicketChange *change, const char *slot, GError **error);
gboolean
redress_answer_facts_receive_fact (RedressTicketChange *change, const char *name, GError **error);
gboolean redress_answer_facts_settle (RedressTicketChange *change, GError **error);

G_END_DECLS
