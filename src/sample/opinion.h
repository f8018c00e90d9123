/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/command.h"
#include "core/evaluation.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/* (transfer full): the command of one who does what the rules recommend. @refuse: or rather
 * rejects, where they allow it. The caller adds the claim. */
RedressCommand *redress_opinion_form (RedressTicket *ticket,
                                      RedressPolicy *policy,
                                      gboolean refuse,
                                      RedressTime now);

G_END_DECLS
