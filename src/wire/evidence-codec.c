/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember rendition_members[] = {
  { REDRESS_ENUM (RedressRendition, use, rendition_use), .required = TRUE },
  { REDRESS_UINT (RedressRendition, page), .if_set = TRUE },
  { REDRESS_CODE (RedressRendition, media_type), .required = TRUE },
  { REDRESS_DIGEST (RedressRendition, sha256), .required = TRUE },
  { REDRESS_COUNT (RedressRendition, size), .required = TRUE },
  { REDRESS_UINT (RedressRendition, width) },
  { REDRESS_UINT (RedressRendition, height) },
  { REDRESS_UINT (RedressRendition, duration_ms), .if_set = TRUE },
};

static const RedressShape redress_rendition_shape = {
  .members = rendition_members,
  .n_members = G_N_ELEMENTS (rendition_members),
  .create = (gpointer (*) (void))redress_rendition_new,
  .destroy = (GDestroyNotify)redress_rendition_free,
};

static const RedressMember redaction_members[] = {
  { REDRESS_CODE (RedressRedaction, actor) },    { REDRESS_TEXT (RedressRedaction, actor_name) },
  { REDRESS_TIMESTAMP (RedressRedaction, at) },  { REDRESS_TEXT (RedressRedaction, reason) },
  { REDRESS_DIGEST (RedressRedaction, before) }, { REDRESS_DIGEST (RedressRedaction, after) },
};

static const RedressShape redress_redaction_shape = {
  .members = redaction_members,
  .n_members = G_N_ELEMENTS (redaction_members),
  .create = (gpointer (*) (void))redress_redaction_new,
  .destroy = (GDestroyNotify)redress_redaction_free,
};

static const RedressMember evidence_members[] = {
  { REDRESS_COUNT (RedressEvidence, id) },
  { REDRESS_CODE (RedressEvidence, slot), .required = TRUE },
  { REDRESS_CODE (RedressEvidence, holder), .required = TRUE },
  { REDRESS_TEXT (RedressEvidence, name) },
  { REDRESS_ENUM (RedressEvidence, sensitivity, sensitivity), .required = TRUE },
  { REDRESS_CODE (RedressEvidence, media_type), .required = TRUE },
  { REDRESS_COUNT (RedressEvidence, size), .required = TRUE },
  { REDRESS_DIGEST (RedressEvidence, sha256), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressEvidence, captured_at) },
  { REDRESS_TIMESTAMP (RedressEvidence, received_at) },
  { REDRESS_ENUM (RedressEvidence, rendition_state, rendition_state) },
  { REDRESS_NULLABLE (RedressEvidence, rendition_reason) },
  { REDRESS_ARRAY (RedressEvidence, renditions, rendition), .max = 1000 },
  { REDRESS_BOOL (RedressEvidence, masked), .if_set = TRUE },
  { REDRESS_BOOL (RedressEvidence, blurred), .if_set = TRUE },
  { REDRESS_ARRAY (RedressEvidence, redactions, redaction), .if_set = TRUE, .max = 1000 },
};

const RedressShape redress_evidence_shape = {
  .members = evidence_members,
  .n_members = G_N_ELEMENTS (evidence_members),
  .create = (gpointer (*) (void))redress_evidence_new,
  .destroy = (GDestroyNotify)redress_evidence_free,
};

/**
 * redress_evidence_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_evidence_to_json (const RedressEvidence *evidence)
{
  return redress_shape_to_json (&redress_evidence_shape, evidence);
}

/**
 * redress_evidence_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): evidence, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressEvidence *
redress_evidence_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_evidence_shape, object, error);
}
