/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-run.h"

#include "server/command-checks.h"
#include "server/evidence-table.h"
#include "server/operations.h"
#include "server/redaction-table.h"
#include "server/reveal.h"
#include "server/ticket-parts.h"

/* What is not to be seen by everybody: painted over for good, or blurred until asked for. */

/* (nullable): NULL without an error: refused. */
static const RedressEvidence *
find_evidence (RedressCommandRun *run, GError **error)
{
  RedressTicket *ticket = run->change.row->ticket;
  const RedressEvidence *evidence;

  if (!redress_ticket_parts_load (run->connection, ticket, REDRESS_PART_EVIDENCE, error))
    return NULL;
  evidence = run->command->evidence != NULL
                 ? redress_ticket_find_evidence (ticket, run->command->evidence)
                 : NULL;
  if (evidence == NULL)
    redress_command_refuse (run, 422, "evidence_unknown", "The ticket has no such evidence",
                            "body.evidence");
  return evidence;
}

/* (nullable): the view of a picture that is there; NULL: refused. */
static const RedressRendition *
find_view (RedressCommandRun *run, const RedressEvidence *evidence)
{
  const RedressRendition *view = redress_evidence_find (evidence, REDRESS_USE_VIEW, 0);

  if (!g_str_has_prefix (evidence->media_type, "image/"))
    redress_command_refuse (run, 422, "not_an_image", "Only pictures can be painted over",
                            "body.evidence");
  else if (evidence->rendition_state != REDRESS_RENDITION_READY || view == NULL)
    redress_command_refuse (run, 422, "not_ready", "There is no view of the picture",
                            "body.evidence");
  else
    return view;
  return NULL;
}

static gboolean
check_boxes (RedressCommandRun *run, const RedressRendition *view)
{
  g_autoptr (GError) error = NULL;

  if (redress_boxes_check (run->command->boxes, view->width, view->height, &error))
    return TRUE;
  redress_command_refuse (run, 422, "boxes_invalid", "The boxes do not fit the picture",
                          "body.boxes");
  run->answer->problem->detail = g_strdup (error->message);
  return FALSE;
}

/* Before anything is thrown away. */
static gboolean
check_renderer (RedressCommandRun *run, const RedressEvidence *evidence)
{
  if (redress_operations_can_paint (redress_server_get_operations (run->server),
                                    evidence->media_type))
    return TRUE;
  return redress_command_refuse (run, 422, "renderer_unavailable",
                                 "This server cannot make pictures now", NULL);
}

/* One file may lie in two slots; it is painted over in both. */
static gboolean
paint (RedressCommandRun *run, const RedressRedaction *redaction, GError **error)
{
  GPtrArray *pieces = run->change.row->ticket->evidence;

  for (guint i = 0; i < pieces->len; i++)
    {
      const RedressEvidence *piece = g_ptr_array_index (pieces, i);

      if (!g_str_equal (piece->sha256, run->command->evidence))
        continue;
      if (!redress_redaction_table_insert (run->connection, piece, redaction, run->command->boxes,
                                           error))
        return FALSE;
      redress_operations_paint_later (redress_server_get_operations (run->server), piece->id);
    }
  return TRUE;
}

/**
 * redress_command_redact:
 * @run: a command of the holder, with evidence, boxes and a note that says why
 *
 * Paints over parts of a picture. The old renditions are served no more from here on; the new
 * ones are made of the original, which stays sealed.
 */
gboolean
redress_command_redact (RedressCommandRun *run, GError **error)
{
  const RedressCommand *command = run->command;
  RedressRedaction redaction = {
    .actor = run->account->id,
    .actor_name = run->account->display_name,
    .at = run->now,
    .reason = command->note,
  };
  const RedressEvidence *evidence;
  const RedressRendition *view;
  g_autofree char *boxes = NULL;

  if (run->change.row->ticket->summary->state != REDRESS_STATE_OPEN)
    return redress_command_refuse (run, 409, "state_changed", "The ticket is in another state",
                                   NULL);
  if (!redress_command_check_why (run))
    return FALSE;
  evidence = find_evidence (run, error);
  view = evidence != NULL ? find_view (run, evidence) : NULL;
  if (view == NULL || !check_boxes (run, view) || !check_renderer (run, evidence))
    return FALSE;

  redaction.before = view->sha256;
  boxes = redress_boxes_to_string (command->boxes);
  redress_ticket_change_touch (&run->change);
  redress_audit_leaf_add_string (run->leaf, "sha256", evidence->sha256);
  redress_audit_leaf_add_string (run->leaf, "before", view->sha256);
  redress_audit_leaf_add_string (run->leaf, "boxes", boxes);
  return paint (run, &redaction, error) &&
         redress_reveal_tell (&run->change, "redacted", evidence->slot, run->account, command->note,
                              error);
}

/**
 * redress_command_blur:
 * @run: a command with evidence, and a note that says why
 *
 * Hides a piece on every desk until somebody asks to see it, or shows it again. It stays what it
 * was.
 */
gboolean
redress_command_blur (RedressCommandRun *run, GError **error)
{
  const RedressCommand *command = run->command;
  const RedressEvidence *evidence;

  if (!redress_command_check_why (run))
    return FALSE;
  evidence = find_evidence (run, error);
  if (evidence == NULL)
    return FALSE;
  if (evidence->blurred == command->blurred)
    return redress_command_refuse (run, 409, "blur_changed", "Somebody else did that already",
                                   "body.blurred");

  redress_audit_leaf_add_string (run->leaf, "sha256", evidence->sha256);
  redress_audit_leaf_add_flag (run->leaf, "blurred", command->blurred);
  return redress_evidence_table_set_blurred (run->connection, command->ticket, evidence->sha256,
                                             command->blurred, error) &&
         redress_reveal_tell (&run->change, command->blurred ? "blurred" : "unblurred",
                              evidence->slot, run->account, command->note, error);
}
