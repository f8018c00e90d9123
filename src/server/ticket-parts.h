/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* What hangs on a ticket, read as it is needed. */
typedef enum
{
  REDRESS_PART_FACTS = 1 << 0,
  REDRESS_PART_EVENTS = 1 << 1,
  REDRESS_PART_EVIDENCE = 1 << 2,
  REDRESS_PART_DECISIONS = 1 << 3,
  REDRESS_PART_NOTES = 1 << 4,
  REDRESS_PART_HISTORY = 1 << 5,
  REDRESS_PART_CLOCK = 1 << 6, /* waits and peaks */
  REDRESS_PART_RELATED = 1 << 7,
  REDRESS_PART_PREVIOUS = 1 << 8, /* the decision before an appeal */

  /* What rules look at. */
  REDRESS_PARTS_OF_RULES = REDRESS_PART_FACTS | REDRESS_PART_EVENTS | REDRESS_PART_EVIDENCE |
                           REDRESS_PART_DECISIONS | REDRESS_PART_PREVIOUS,
  REDRESS_PARTS_ALL = REDRESS_PARTS_OF_RULES | REDRESS_PART_NOTES | REDRESS_PART_HISTORY |
                      REDRESS_PART_CLOCK | REDRESS_PART_RELATED,
} RedressTicketParts;

gboolean redress_ticket_parts_load (RedressSqlConnection *connection,
                                    RedressTicket *ticket,
                                    RedressTicketParts parts,
                                    GError **error);

G_END_DECLS
