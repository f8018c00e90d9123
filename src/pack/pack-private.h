/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pack/pack.h"

G_BEGIN_DECLS

struct _RedressPack
{
  RedressExport *export;
  RedressPolicy *policy; /* (nullable) */
  char *language;
  GPtrArray *pieces; /* (element-type RedressPackPiece): one for each piece of evidence */
  GPtrArray *files;  /* (element-type RedressPackFile) (unowned elements) */
};

/* What stands beside the document. */
GBytes *redress_pack_make_json (RedressPack *self);
GBytes *redress_pack_make_entries (RedressPack *self);
GBytes *redress_pack_make_readme (RedressPack *self);
/* (transfer full): a time of the platform, "2026-11-16 16:31:09"; "" where it is unknown. */
char *redress_pack_format_time (RedressTime time);

G_END_DECLS
