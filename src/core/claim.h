/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_CLAIM_ONLINE,
  REDRESS_CLAIM_OFFLINE,
} RedressClaimMode;

/**
 * RedressClaim:
 * @holder: account id such as "a-3"
 * @holder_name: name to show
 * @mode: online lease, or checked out for offline work
 * @token: fencing token; grows whenever the holder changes
 * @lease_until: when somebody else may take the ticket
 */
typedef struct
{
  char *holder;
  char *holder_name;
  RedressClaimMode mode;
  gint64 token;
  RedressTime lease_until;
} RedressClaim;

const char *redress_claim_mode_to_string (RedressClaimMode mode);
gboolean redress_claim_mode_from_string (const char *text, RedressClaimMode *mode);
RedressClaim *redress_claim_new (void);
RedressClaim *redress_claim_copy (const RedressClaim *self);
void redress_claim_free (RedressClaim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressClaim, redress_claim_free)

G_END_DECLS
