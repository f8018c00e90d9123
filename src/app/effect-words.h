/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"
#include "store/draft.h"

G_BEGIN_DECLS

/* ": revoke the code, cancel the order"; nothing if there are no effects. */
void redress_effects_append (GString *text, RedressOpenCase *open, char *const *effects);
/* (transfer full) (nullable): what Submit sets off, in one line; NULL without a verdict. */
char *redress_effects_describe (RedressOpenCase *open, const RedressDraft *draft);
/* (transfer full) (nullable): "Sets off: …"; NULL if there are none. */
char *redress_effects_describe_list (RedressOpenCase *open, char *const *effects);
/* (transfer full) (nullable): what became of what was asked for before a decision. */
char *redress_effects_describe_asked (RedressOpenCase *open);

G_END_DECLS
