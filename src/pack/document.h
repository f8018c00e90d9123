/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack/pack-private.h"
#include "pack/sheet.h"
#include "pack/words.h"

G_BEGIN_DECLS

#define REDRESS_PACK_WORD(pack, id) redress_pack_word (REDRESS_PACK_##id, (pack)->language)

/* Parts of the document. Nothing is added where @value is NULL or empty. */
void redress_document_add_pair (RedressSheet *sheet, const char *name, const char *value);
/* Decisions, evidence, log, legal text and who exported it. */
void redress_document_add_outcome (RedressSheet *sheet, RedressPack *pack);
void redress_document_add_proof (RedressSheet *sheet, RedressPack *pack);

G_END_DECLS
