/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/story.h"

G_BEGIN_DECLS

/**
 * RedressChatLine:
 * @seconds: after the moment the chat is about
 * @from: "customer", or the id of the other side
 * @zh: (nullable): %NULL for the customer's own reason
 * @proves: (nullable): facts that it says, between bars
 */
typedef struct
{
  int seconds;
  const char *from;
  const char *zh;
  const char *en;
  const char *proves;
} RedressChatLine;

/**
 * RedressChat:
 * @slot: of the policy
 * @ids: (array zero-terminated=1): who else speaks, by the codes of their roles
 * @names_zh: their names, in the order of @ids
 * @names_en: the same in English
 */
typedef struct
{
  const char *slot;
  const char *ids[3];
  const char *names_zh[2];
  const char *names_en[2];
  const RedressChatLine *lines;
  guint n_lines;
} RedressChat;

/* @about: the moment that the lines count from */
void redress_story_add_chat (RedressStory *self, const RedressChat *chat, RedressTime about);

G_END_DECLS
