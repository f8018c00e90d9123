/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/pack-private.h"

#include "wire/codec.h"
#include "wire/json.h"

#include <string.h>

static JsonObject *
describe_piece (const RedressPackPiece *piece)
{
  JsonObject *object = json_object_new ();
  JsonArray *files = json_array_new ();

  json_object_set_string_member (object, "sha256", piece->evidence->sha256);
  redress_json_set_string (object, "why_not", piece->why_not);
  for (guint i = 0; i < piece->files->len; i++)
    {
      const RedressPackFile *file = g_ptr_array_index (piece->files, i);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "name", file->name);
      json_object_set_string_member (entry, "sha256", file->sha256);
      json_object_set_boolean_member (entry, "included", file->bytes != NULL);
      redress_json_set_string (entry, "trouble", file->trouble);
      json_array_add_object_element (files, entry);
    }
  json_object_set_array_member (object, "files", files);
  return object;
}

/* What the server gave, and what became of each piece of evidence. */
GBytes *
redress_pack_make_json (RedressPack *self)
{
  g_autoptr (JsonNode) node = redress_export_to_json (self->export);
  JsonArray *pieces = json_array_new ();

  for (guint i = 0; i < self->pieces->len; i++)
    json_array_add_object_element (pieces, describe_piece (g_ptr_array_index (self->pieces, i)));
  json_object_set_array_member (json_node_get_object (node), "evidence_files", pieces);
  return redress_json_canonical (node);
}

GBytes *
redress_pack_make_entries (RedressPack *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->export->entries->len; i++)
    {
      const RedressAuditEntry *entry = g_ptr_array_index (self->export->entries, i);

      g_string_append (text, entry->leaf);
      g_string_append_c (text, '\n');
    }
  return g_string_free_to_bytes (text);
}

static const char readme_en[] =
    "What is in this pack\n"
    "\n"
    "case.pdf      the case, to be read\n"
    "case.json     the same as data (canonical JSON)\n"
    "audit.jsonl   the entries of the platform's audit log that name the case, one a line\n"
    "evidence/     copies of the evidence that may be shown; case.pdf says what is not here and "
    "why\n"
    "SHA256SUMS    a digest of each file\n"
    "\n"
    "How to check it\n"
    "\n"
    "1. That no file was changed or cut:   sha256sum -c SHA256SUMS\n"
    "2. That an entry of the log is the one case.pdf lists, here line 1:\n"
    "   sed -n 1p audit.jsonl | tr -d '\\n' | sha256sum\n"
    "3. Ask the platform for the entries with these numbers. Their digests have to be the same.\n"
    "\n"
    "Values that are masked (****) were not exported. Originals stay with the platform; their\n"
    "digests stand in case.pdf, so that nobody can exchange them unseen.\n";

static const char readme_zh[] =
    "案卷内容\n"
    "\n"
    "case.pdf      案件正文，供阅读\n"
    "case.json     同样内容的数据（规范 JSON）\n"
    "audit.jsonl   平台审计日志中与本案有关的记录，每行一条\n"
    "evidence/     可以出示的证据副本；未附的证据及原因见 case.pdf\n"
    "SHA256SUMS    每个文件的摘要\n"
    "\n"
    "如何核对\n"
    "\n"
    "1. 核对文件是否被改动或缺失：   sha256sum -c SHA256SUMS\n"
    "2. 核对某条审计记录与 case.pdf 所列一致（以第 1 行为例）：\n"
    "   sed -n 1p audit.jsonl | tr -d '\\n' | sha256sum\n"
    "3. 可要求平台出示相同序号的记录，摘要应当一致。\n"
    "\n"
    "脱敏内容（****）未导出。原件由平台保存，其摘要列于 case.pdf，更换原件即会被发现。\n";

GBytes *
redress_pack_make_readme (RedressPack *self)
{
  const char *text = g_str_has_prefix (self->language, "zh") ? readme_zh : readme_en;

  return g_bytes_new_static (text, strlen (text));
}
