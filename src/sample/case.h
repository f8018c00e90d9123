/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"
#include "sample/sheet.h"

G_BEGIN_DECLS

/**
 * RedressFlaw:
 * @REDRESS_FLAW_CUT: the upload ended too early
 * @REDRESS_FLAW_SCRAMBLED: bytes in the middle were lost
 *
 * What is wrong with the bytes of a piece of evidence.
 */
typedef enum
{
  REDRESS_FLAW_NONE,
  REDRESS_FLAW_CUT,
  REDRESS_FLAW_SCRAMBLED,
} RedressFlaw;

/**
 * RedressPiece:
 * @name: of the file, as a phone or a platform would call it
 * @sheet: (nullable): what it shows; drawn only when somebody wants the bytes
 * @bytes: (nullable): instead of @sheet
 *
 * A piece of evidence of a sample ticket.
 */
typedef struct
{
  char *slot;
  char *holder;
  char *name;
  char *media_type;
  RedressSensitivity sensitivity;
  RedressTime captured_at;
  RedressFlaw flaw;
  RedressSheet *sheet;
  GBytes *bytes;
} RedressPiece;

/**
 * RedressCase:
 * @plot: (unowned): name of the story, for statistics and tests
 * @verdict: what the rules are meant to recommend
 * @previous_external_id: (nullable): number of the ticket this one appeals against
 * @pieces: (element-type RedressPiece)
 *
 * One sample ticket, as a platform would hand it in.
 */
typedef struct
{
  RedressTicket *ticket;
  const char *plot;
  RedressVerdict verdict;
  char *previous_external_id;
  GPtrArray *pieces;
} RedressCase;

RedressCase *redress_case_new (void);
void redress_case_free (RedressCase *self);
RedressPiece *redress_piece_new (const char *slot, const char *holder, const char *media_type);
void redress_piece_free (RedressPiece *self);
/* (transfer full): the file, flawed where it is to be. */
GBytes *redress_piece_get_bytes (RedressPiece *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCase, redress_case_free)

G_END_DECLS
