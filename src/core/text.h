/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressText:
 * @en: English
 * @zh_CN: Simplified Chinese
 *
 * A text that comes as data in both languages, such as the title of a rule.
 */
typedef struct
{
  char *en;
  char *zh_CN;
} RedressText;

void redress_text_clear (RedressText *self);
/* @language: "en", "zh_CN" or a locale name such as "zh_CN.UTF-8". Never NULL. */
const char *redress_text_get (const RedressText *self, const char *language);

G_END_DECLS
