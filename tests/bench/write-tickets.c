/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/clock.h"
#include "sample/generate.h"
#include "wire/codec.h"
#include "wire/json.h"

#include <stdlib.h>

/* write-tickets FOLDER: the first sample tickets, with their evidence, one file each. */

#define N_TICKETS 40
#define SEED 1

/* What the server makes of a piece. */
static void
add_piece (RedressTicket *ticket, const RedressPiece *piece)
{
  RedressEvidence *evidence = redress_evidence_new ();

  g_free (evidence->slot);
  g_free (evidence->holder);
  g_free (evidence->media_type);
  evidence->id = ticket->evidence->len + 1;
  evidence->slot = g_strdup (piece->slot);
  evidence->holder = g_strdup (piece->holder);
  evidence->media_type = g_strdup (piece->media_type);
  g_free (evidence->sha256);
  evidence->sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, piece->name, -1);
  g_ptr_array_add (ticket->evidence, evidence);
}

/* The one that the program ships, and that fills the caches. */
static gint64
read_policy_version (const char *flow)
{
  g_autofree char *name = g_strconcat (flow, ".json", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies", name, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (!json_parser_load_from_file (parser, path, &error))
    g_error ("%s", error->message);
  return json_object_get_int_member (json_node_get_object (json_parser_get_root (parser)),
                                     "version");
}

static gboolean
write_ticket (const char *folder, guint64 index, GError **error)
{
  g_autoptr (RedressCase) made =
      redress_sample_generate (SEED, index, redress_clock_now (redress_clock_get_system ()));
  g_autofree char *name = g_strdup_printf ("%" G_GUINT64_FORMAT ".json", index + 1);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;

  made->ticket->summary->id = (gint64)index + 1;
  made->ticket->policy_version = read_policy_version (made->ticket->summary->flow);
  for (guint i = 0; i < made->pieces->len; i++)
    add_piece (made->ticket, g_ptr_array_index (made->pieces, i));
  node = redress_ticket_to_json (made->ticket);
  text = redress_json_to_string (node);
  return g_file_set_contents (path, text, -1, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  for (guint64 index = 0; index < N_TICKETS; index++)
    if (!write_ticket (argv[1], index, &error))
      g_error ("%s", error->message);
  return EXIT_SUCCESS;
}
