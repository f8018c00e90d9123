/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"

G_BEGIN_DECLS

/* The words of the document. Its language is chosen for who reads it, so it is not that of the
 * desk. */
typedef enum
{
#define WORD(id, en, zh) REDRESS_PACK_##id,
#include "pack/words.def"
#undef WORD
  REDRESS_N_PACK_WORDS
} RedressPackWord;

const char *redress_pack_word (RedressPackWord word, const char *language);
const char *redress_pack_kind_word (RedressKind kind, const char *language);
const char *redress_pack_state_word (RedressState state, const char *language);
const char *
redress_pack_verdict_word (RedressVerdict verdict, RedressKind kind, const char *language);
/* (transfer none): the code itself where there are no words. */
const char *redress_pack_source_word (const char *source, const char *language);
const char *redress_pack_why_not_word (const char *code, const char *language);

G_END_DECLS
