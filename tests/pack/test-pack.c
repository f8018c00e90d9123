/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack/sample-export.h"
#include "support/folder.h"
#include "wire/codec.h"
#include "wire/json.h"

#include <string.h>

/* Real documents and archives, looked at with the tools of others. */

#define NOW G_GINT64_CONSTANT (1795330800000000) /* 2026-11-22 15:00 in Shanghai */

/* Takes @export. What belongs into it is there, except what @missing counts. */
static RedressPack *
make_pack (RedressExport *export, const char *language, guint missing)
{
  g_autoptr (RedressPolicy) policy = redress_test_pack_policy ();
  RedressPack *pack = redress_pack_new (export, policy, language);
  GPtrArray *files = redress_pack_get_files (pack);

  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (GBytes) bytes = redress_test_piece_bytes (i * 2);
      g_autoptr (GError) error = NULL;

      if (i < missing)
        redress_pack_file_set_trouble (g_ptr_array_index (files, i), "服务器没有这个文件");
      else
        redress_pack_file_set_bytes (g_ptr_array_index (files, i), bytes, &error);
      g_assert_no_error (error);
    }
  return pack;
}

/* (transfer full): what a command prints in @folder; the test fails if it fails. */
static char *
run (const char *folder, const char *command)
{
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *trouble = NULL;
  char *output = NULL;
  int status = 0;

  g_shell_parse_argv (command, NULL, &argv, &error);
  g_assert_no_error (error);
  g_spawn_sync (folder, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &trouble, &status,
                &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s %s%s", command, error->message, output, trouble);
  return output;
}

static void
write_bytes (const char *folder, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_file_set_contents (path, data, (gssize)length, &error);
  g_assert_no_error (error);
}

/* (transfer full): the text of the document, without its breaks. */
static char *
read_pdf (RedressPack *pack, const char *folder, guint *pages)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = redress_pack_make_pdf (pack, NULL, &error);
  g_autofree char *info = NULL;
  g_autofree char *text = NULL;
  GString *joined;

  g_assert_no_error (error);
  write_bytes (folder, "case.pdf", pdf);
  info = run (folder, "pdfinfo case.pdf");
  g_assert_nonnull (strstr (info, "A4"));
  *pages = (guint)g_ascii_strtoull (strstr (info, "Pages:") + 6, NULL, 10);
  text = run (folder, "pdftotext -layout case.pdf -");
  joined = g_string_new (text);
  g_string_replace (joined, " ", "", 0);
  g_string_replace (joined, "\n", "", 0);
  return g_string_free (joined, FALSE);
}

static void
assert_says (const char *text, const char *const *wanted)
{
  for (guint i = 0; wanted[i] != NULL; i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("“%s” is not said", wanted[i]);
}

static void
test_document (gconstpointer language)
{
  static const char *const chinese[] = { "案卷",
                                         "第1页，共",
                                         "到现在都没有到账",
                                         "李*",
                                         "¥328.00",
                                         "微信支付",
                                         "维持原决定",
                                         "发给客户的答复（中文）",
                                         "被申诉的原决定",
                                         "渠道日志显示已到账",
                                         "12315",
                                         "法务",
                                         "王主管",
                                         "市场监管部门来函调取",
                                         "****4821",
                                         "evidence/01-order_screen.png",
                                         "未附：含脱敏信息",
                                         "2026-11-2215:00:00",
                                         "R-KM-",
                                         NULL };
  static const char *const english[] = { "Casefile",
                                         "Page1of",
                                         "到现在都没有到账",
                                         "李*",
                                         "¥328.00",
                                         "WeChatPay",
                                         "Firstdecisionupheld",
                                         "Messagethecustomergot(Chinese)",
                                         "Thefirstdecision",
                                         "12315",
                                         "Legalcounsel",
                                         "王主管",
                                         "****4821",
                                         "evidence/01-order_screen.png",
                                         "Notincluded:itshowsmaskeddata",
                                         "2026-11-2215:00:00",
                                         "R-KM-",
                                         NULL };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autoptr (RedressPack) pack = make_pack (redress_test_export_new_full (0, 4, 4), language, 0);
  guint pages = 0;
  g_autofree char *text = read_pdf (pack, redress_test_folder_get_path (folder), &pages);

  assert_says (text, g_str_equal (language, "en") ? english : chinese);
  g_assert_cmpuint (pages, >=, 2);
}

/* A pack for an authority says of no message that the customer has it, if nobody sent it. */
static void
test_unsent (void)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
      RedressExport *export = redress_test_export_new_full (0, 0, 0);
      RedressDecision *decision = g_ptr_array_index (export->ticket->decisions, 0);
      g_autoptr (RedressPack) pack = NULL;
      g_autofree char *text = NULL;
      guint pages = 0;

      g_clear_pointer (&export->ticket->previous_decision, redress_decision_free);
      decision->is_void = i == 1;
      export->ticket->summary->state =
          i == 2 ? REDRESS_STATE_SECOND_APPROVAL : REDRESS_STATE_CLOSED;
      pack = make_pack (export, "en", 0);
      text = read_pdf (pack, redress_test_folder_get_path (folder), &pages);
      g_assert_cmpint (strstr (text, "Messagethecustomergot") != NULL, ==, i == 0);
      g_assert_cmpint (strstr (text, "Messagethatwasnotsent(Chinese)") != NULL, ==, i != 0);
    }
}

static void
test_large (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autoptr (RedressPack) pack =
      make_pack (redress_test_export_new_full (200, 500, 40), "zh_CN", 0);
  guint pages = 0;
  g_autofree char *text = read_pdf (pack, redress_test_folder_get_path (folder), &pages);
  g_autofree char *last = g_strdup_printf ("第%u页，共%u页", pages, pages);
  const char *const wanted[] = {
    "extra.000", "extra.199", "第0次推送", "第499次推送", "evidence/39-order_screen.png", last, NULL
  };

  assert_says (text, wanted);
  g_assert_cmpuint (pages, >, 15);
}

static void
test_empty (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  RedressExport *export = redress_test_export_new ();
  guint pages = 0;

  g_ptr_array_set_size (export->entries, 0);
  g_clear_pointer (&export->ticket->reason_full, g_free);
  {
    g_autoptr (RedressPack) pack = redress_pack_new (export, NULL, "en");
    g_autofree char *text = read_pdf (pack, redress_test_folder_get_path (folder), &pages);
    g_autoptr (GBytes) zip = redress_pack_make_zip (pack, NULL, NULL);

    assert_says (text, (const char *const[]){ "FactsNone.", "EvidenceNone.", NULL });
    g_assert_nonnull (zip);
  }
}

/* A long word of one cell, and a text that is longer than a page. */
static void
test_long (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  RedressExport *export = redress_test_export_new_full (0, 1, 1);
  g_autofree char *word = g_strnfill (3000, 'w');
  GString *story = g_string_new (NULL);
  guint pages = 0;

  for (guint i = 0; i < 600; i++)
    g_string_append_printf (story, "第%u句，充值没有到账。", i);
  g_free (export->ticket->reason_full);
  export->ticket->reason_full = g_string_free (story, FALSE);
  redress_test_export_add_fact (export->ticket, "zzz", word, FALSE);
  {
    g_autoptr (RedressPack) pack = make_pack (export, "zh_CN", 0);
    g_autofree char *text = read_pdf (pack, redress_test_folder_get_path (folder), &pages);

    assert_says (text, (const char *const[]){ "第0句", "第599句", NULL });
  }
}

static void
test_archive (void)
{
  static const char *const members[] = { "case.pdf",   "case.json",  "audit.jsonl",
                                         "README.txt", "SHA256SUMS", "evidence/03-order_screen.png",
                                         NULL };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  const char *path = redress_test_folder_get_path (folder);
  g_autoptr (RedressPack) pack = make_pack (redress_test_export_new_full (3, 3, 4), "zh_CN", 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) zip = redress_pack_make_zip (pack, NULL, &error);
  g_autoptr (GBytes) again = redress_pack_make_zip (pack, NULL, NULL);
  g_autofree char *tested = NULL, *sums = NULL, *listed = NULL, *entries = NULL, *json = NULL;

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (zip, again));
  write_bytes (path, "pack.zip", zip);
  tested = run (path, "unzip -t pack.zip");
  g_free (run (path, "unzip -q -d out pack.zip"));
  g_free (run (path, "python3 -c \"import zipfile; assert zipfile.ZipFile('pack.zip').testzip() is "
                     "None\""));
  listed = run (path, "unzip -l pack.zip");
  assert_says (listed, members);
  /* One is masked, one could not be fetched. */
  g_assert_null (strstr (listed, "evidence/01"));
  g_assert_null (strstr (listed, "evidence/02"));
  sums = run (path, "sh -c 'cd out && sha256sum -c SHA256SUMS'");
  g_assert_nonnull (strstr (sums, "case.json: OK"));
  entries = run (path, "sh -c \"sed -n 3p out/audit.jsonl | tr -d '\\n' | sha256sum\"");
  json = run (path, "cat out/case.json");
  g_assert_nonnull (g_strstr_len (json, -1, strtok (entries, " ")));
  g_assert_nonnull (strstr (json, "\"trouble\":\"服务器没有这个文件\""));
  g_assert_nonnull (strstr (json, "\"why_not\":\"masked\""));
}

static void
test_damaged_file (void)
{
  g_autoptr (RedressPack) pack =
      redress_pack_new (redress_test_export_new_full (0, 0, 2), NULL, "en");
  g_autoptr (GBytes) wrong = g_bytes_new_static ("no", 2);
  g_autoptr (GError) error = NULL;
  RedressPackFile *file = g_ptr_array_index (redress_pack_get_files (pack), 0);

  g_assert_cmpuint (redress_pack_get_files (pack)->len, ==, 1);
  g_assert_false (redress_pack_file_set_bytes (file, wrong, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  g_assert_null (file->bytes);
}

/* A name that would leave the folder it is unpacked in. */
static void
test_hostile_slot (void)
{
  RedressExport *export = redress_test_export_new ();
  g_autoptr (RedressPack) pack = NULL;
  RedressPackFile *file;

  redress_test_export_add_piece (export->ticket, 0, "../../etc/passwd", REDRESS_SENSITIVITY_LOW);
  pack = redress_pack_new (export, NULL, "en");
  file = g_ptr_array_index (redress_pack_get_files (pack), 0);
  g_assert_cmpstr (file->name, ==, "evidence/01-______etc_passwd.png");
}

static void
test_cancel (void)
{
  g_autoptr (RedressPack) pack =
      redress_pack_new (redress_test_export_new_full (1, 1, 1), NULL, "en");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (redress_pack_make_pdf (pack, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (redress_pack_make_zip (pack, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/pack/document/chinese", "zh_CN", test_document);
  g_test_add_data_func ("/pack/document/english", "en", test_document);
  g_test_add_func ("/pack/document/unsent", test_unsent);
  g_test_add_func ("/pack/document/large", test_large);
  g_test_add_func ("/pack/document/empty", test_empty);
  g_test_add_func ("/pack/document/long", test_long);
  g_test_add_func ("/pack/archive", test_archive);
  g_test_add_func ("/pack/damaged-file", test_damaged_file);
  g_test_add_func ("/pack/hostile-slot", test_hostile_slot);
  g_test_add_func ("/pack/cancel", test_cancel);
  return g_test_run ();
}
