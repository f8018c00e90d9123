/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember event_members[] = {
  { REDRESS_TIMESTAMP (RedressEvent, at), .required = TRUE },
  { REDRESS_ENUM (RedressEvent, lane, lane), .required = TRUE },
  { REDRESS_CODE (RedressEvent, code), .required = TRUE },
  { REDRESS_TEXT (RedressEvent, text) },
  { REDRESS_BOOL (RedressEvent, trouble) },
  { REDRESS_CODE (RedressEvent, source) },
};

const RedressShape redress_event_shape = {
  .members = event_members,
  .n_members = G_N_ELEMENTS (event_members),
  .create = (gpointer (*) (void))redress_event_new,
  .destroy = (GDestroyNotify)redress_event_free,
};

/**
 * redress_event_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_event_to_json (const RedressEvent *event)
{
  return redress_shape_to_json (&redress_event_shape, event);
}

/**
 * redress_event_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): an event, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressEvent *
redress_event_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_event_shape, object, error);
}
