/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Languages that customers read. Every text of a policy is there in both, so the names are few. */
#define REDRESS_LANGUAGE_ENGLISH "en"
#define REDRESS_LANGUAGE_CHINESE "zh-CN"
/* Of a customer of whom nobody knows. */
#define REDRESS_LANGUAGE_DEFAULT REDRESS_LANGUAGE_CHINESE

/* Bytes of the longest tag. */
#define REDRESS_LANGUAGE_TAG_MAX 35

/* TRUE: formed like a tag of BCP 47, such as "zh-CN" or "en". */
gboolean redress_language_is_tag (const char *text);
/* (nullable): the name of the language above that @tag stands for. */
const char *redress_language_find (const char *tag);
/* TRUE: one of the names above, spelled as there. */
gboolean redress_language_is_known (const char *name);

G_END_DECLS
