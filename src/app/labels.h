/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/claim.h"
#include "core/kind.h"
#include "core/policy.h"
#include "core/state.h"
#include "core/verdict.h"
#include "store/outbox-entry.h"
#include "store/query.h"

G_BEGIN_DECLS

/* Words and icons for codes. All (transfer none), in the window's language. */
const char *redress_kind_get_label (RedressKind kind);
const char *redress_kind_get_icon (RedressKind kind);
const char *redress_state_get_label (RedressState state);
/* On an appeal "reject" reads as "Uphold". */
const char *redress_verdict_get_label (RedressVerdict verdict, RedressKind kind);
const char *redress_verdict_get_icon (RedressVerdict verdict);
/* "English", for a name such as "en". */
const char *redress_language_get_label (const char *language);
const char *redress_view_get_label (RedressView view);
/* What a setting keeps: "next-due". */
const char *redress_view_get_name (RedressView view);
/* FALSE: no view has that name; @view stays. */
gboolean redress_view_from_name (const char *name, RedressView *view);
const char *redress_view_get_icon (RedressView view);
const char *redress_badge_get_label (guint badge);
const char *redress_badge_get_icon (guint badge);
/* CSS class: "", "warn", "bad", "acc", "ok" */
const char *redress_badge_get_style (guint badge);
/* A sentence for a problem code of the server, such as "version_changed". */
const char *redress_problem_get_label (const char *code);

G_END_DECLS
