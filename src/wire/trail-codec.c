/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember entry_members[] = {
  { REDRESS_COUNT (RedressTrailEntry, index), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressTrailEntry, at), .required = TRUE },
  { REDRESS_CODE (RedressTrailEntry, action), .required = TRUE },
  { REDRESS_CODE (RedressTrailEntry, actor), .required = TRUE },
  { REDRESS_NULLABLE (RedressTrailEntry, actor_name) },
  { REDRESS_NULLABLE (RedressTrailEntry, role) },
  { REDRESS_COUNT (RedressTrailEntry, ticket), .if_set = TRUE },
  { REDRESS_NULLABLE (RedressTrailEntry, external_id) },
  { REDRESS_BOOL (RedressTrailEntry, offline), .if_set = TRUE },
  { REDRESS_BOOL (RedressTrailEntry, overturned), .if_set = TRUE },
  { REDRESS_TEXT (RedressTrailEntry, leaf), .required = TRUE },
};

static const RedressShape redress_trail_entry_shape = {
  .members = entry_members,
  .n_members = G_N_ELEMENTS (entry_members),
  .create = (gpointer (*) (void))redress_trail_entry_new,
  .destroy = (GDestroyNotify)redress_trail_entry_free,
};

static const RedressMember page_members[] = {
  { REDRESS_CODE (RedressTrailPage, log), .required = TRUE },
  { REDRESS_COUNT (RedressTrailPage, size), .required = TRUE },
  { REDRESS_COUNT (RedressTrailPage, count), .required = TRUE },
  { REDRESS_COUNT (RedressTrailPage, offset), .required = TRUE },
  { REDRESS_ARRAY (RedressTrailPage, entries, trail_entry), .required = TRUE },
};

static const RedressShape redress_trail_page_shape = {
  .members = page_members,
  .n_members = G_N_ELEMENTS (page_members),
  .create = (gpointer (*) (void))redress_trail_page_new,
  .destroy = (GDestroyNotify)redress_trail_page_free,
};

/**
 * redress_trail_page_to_json:
 * @self: a page of a log
 *
 * Returns: (transfer full): as it stands on the wire
 */
JsonNode *
redress_trail_page_to_json (const RedressTrailPage *self)
{
  return redress_shape_to_json (&redress_trail_page_shape, self);
}

/**
 * redress_trail_page_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a page of a log, or %NULL with %REDRESS_ERROR_INVALID and a message
 *   that names the member
 */
RedressTrailPage *
redress_trail_page_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_trail_page_shape, object, error);
}
