/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/token-maker.h"

G_BEGIN_DECLS

/**
 * RedressIdentityProvider:
 *
 * The end of an identity provider that a server asks: who it is and what keys it has, over HTTP.
 */
typedef struct _RedressIdentityProvider RedressIdentityProvider;

typedef enum
{
  REDRESS_IDENTITY_ANSWERS,
  REDRESS_IDENTITY_FAILS,   /* 500 */
  REDRESS_IDENTITY_BABBLES, /* 200, and no JSON */
  REDRESS_IDENTITY_LIES,    /* it is somebody else */
  REDRESS_IDENTITY_REDIRECTS,
  REDRESS_IDENTITY_FLOODS, /* an answer without end */
  REDRESS_IDENTITY_HANGS,  /* until it does something else */
} RedressIdentityMood;

RedressIdentityProvider *redress_identity_provider_new (void);
void redress_identity_provider_free (RedressIdentityProvider *self);
const char *redress_identity_provider_get_issuer (RedressIdentityProvider *self);
RedressTokenMaker *redress_identity_provider_get_maker (RedressIdentityProvider *self);
void redress_identity_provider_set_mood (RedressIdentityProvider *self, RedressIdentityMood mood);
/* Waits until somebody asks something. */
void redress_identity_provider_await_question (RedressIdentityProvider *self);
/* Nobody listens any more. */
void redress_identity_provider_close (RedressIdentityProvider *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressIdentityProvider, redress_identity_provider_free)

G_END_DECLS
