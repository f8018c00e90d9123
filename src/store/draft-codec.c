/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/draft-codec.h"

#include "wire/shape.h"

/* More than the server takes: what is too long to be sent must still not be lost. */
#define DRAFT_TEXT_MAX (1024 * 1024)

static const RedressMember draft_members[] = {
  { REDRESS_COUNT (RedressDraft, ticket), .required = TRUE },
  { REDRESS_ENUM (RedressDraft, verdict, verdict), .if_set = TRUE },
  { REDRESS_NULLABLE (RedressDraft, reason_code), .max = DRAFT_TEXT_MAX },
  { REDRESS_NULLABLE (RedressDraft, amount_text), .max = DRAFT_TEXT_MAX },
  { REDRESS_NULLABLE (RedressDraft, message), .max = DRAFT_TEXT_MAX },
  { REDRESS_NULLABLE (RedressDraft, message_language), .max = REDRESS_CODE_MAX },
  { REDRESS_NULLABLE (RedressDraft, note), .max = DRAFT_TEXT_MAX },
  { REDRESS_NULLABLE (RedressDraft, override_reason), .max = DRAFT_TEXT_MAX },
  { REDRESS_STRV (RedressDraft, cited), .if_set = TRUE },
  { REDRESS_STRV (RedressDraft, opened), .if_set = TRUE },
  { REDRESS_STRV (RedressDraft, asked), .if_set = TRUE },
  { REDRESS_TIMESTAMP (RedressDraft, until) },
  { REDRESS_TIMESTAMP (RedressDraft, saved_at) },
};

static gpointer
create_draft (void)
{
  return redress_draft_new (0);
}

static const RedressShape draft_shape = {
  .members = draft_members,
  .n_members = G_N_ELEMENTS (draft_members),
  .create = create_draft,
  .destroy = (GDestroyNotify)redress_draft_free,
};

/**
 * redress_draft_to_bytes:
 * @self: a draft
 *
 * Returns: (transfer full): its JSON
 */
GBytes *
redress_draft_to_bytes (const RedressDraft *self)
{
  g_autoptr (JsonNode) node = redress_shape_to_json (&draft_shape, self);

  return redress_json_canonical (node);
}

/**
 * redress_draft_from_bytes:
 * @bytes: what redress_draft_to_bytes() made
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the draft; %NULL with INVALID if it is none
 */
RedressDraft *
redress_draft_from_bytes (GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (JsonNode) node = redress_json_parse (data, size, &redress_json_limits_response, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "a draft is not an object");
      return NULL;
    }
  return redress_shape_from_json (&draft_shape, json_node_get_object (node), error);
}
