/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressSignInPage:
 *
 * Server, name and password; says whose decisions wait on this computer.
 *
 * Signals: "signed-in", "read-only" (the agent wants to read without signing in).
 */
#define REDRESS_TYPE_SIGN_IN_PAGE (redress_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (RedressSignInPage, redress_sign_in_page, REDRESS, SIGN_IN_PAGE, AdwBin)

void redress_sign_in_page_set_sync (RedressSignInPage *self, RedressSync *sync);
/* @fixed: the administrator locked the address. */
void redress_sign_in_page_set_server (RedressSignInPage *self, const char *server, gboolean fixed);
const char *redress_sign_in_page_get_server (RedressSignInPage *self);
/* Looks again at waiting decisions and at what can be read; @can_read: a cache is there. */
void redress_sign_in_page_refresh (RedressSignInPage *self, gboolean can_read);
void redress_sign_in_page_show_error (RedressSignInPage *self, const GError *error);

G_END_DECLS
