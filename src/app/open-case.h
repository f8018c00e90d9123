/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account.h"
#include "app/reveals.h"
#include "store/store.h"
#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressOpenCase:
 * @data: the case as the store gave it
 * @account: (nullable): who looks at it
 * @clock: what time it is
 * @sync: (nullable): who brings what is not here
 * @reveals: (nullable): masked values that may be seen for a while
 *
 * A case with its reader. The widgets of the case page share one and keep it alive, because
 * findings point into the policy.
 */
#define REDRESS_TYPE_OPEN_CASE (redress_open_case_get_type ())
G_DECLARE_FINAL_TYPE (RedressOpenCase, redress_open_case, REDRESS, OPEN_CASE, GObject)

struct _RedressOpenCase
{
  GObject parent_instance;

  RedressCase *data;       /* (owned) */
  RedressAccount *account; /* (owned) (nullable) */
  RedressClock *clock;     /* (owned) */
  RedressSync *sync;       /* (owned) (nullable) */
  RedressReveals *reveals; /* (owned) (nullable) */
};

/* @data: (transfer full) */
RedressOpenCase *
redress_open_case_new (RedressCase *data, const RedressAccount *account, RedressClock *clock);
/* (nullable): why a rendition of the piece did not come. */
const GError *redress_open_case_get_piece_error (RedressOpenCase *self,
                                                 const RedressEvidence *evidence);
RedressTime redress_open_case_get_now (RedressOpenCase *self);
/* The account holds the claim. It stays so after the lease has run out, until somebody else
 * takes the ticket. */
gboolean redress_open_case_is_mine (RedressOpenCase *self);
/* (nullable): the claim of somebody else that has not run out. */
const RedressClaim *redress_open_case_get_foreign_claim (RedressOpenCase *self);
/* (nullable): why nothing masked can be revealed here and now. */
const char *redress_open_case_get_reveal_obstacle (RedressOpenCase *self);
/* (nullable): the latest decision on this ticket, which may still wait for a second approval. */
const RedressDecision *redress_open_case_get_last_decision (RedressOpenCase *self);
/* (nullable): who made the decision that an appeal is about. */
const RedressDecision *redress_open_case_get_first_decision (RedressOpenCase *self);
/* Words of the policy, in the language of the window. */
const char *redress_open_case_get_name_label (RedressOpenCase *self, const char *name);
char *
redress_open_case_format_value (RedressOpenCase *self, const char *name, const RedressValue *value);

G_END_DECLS
