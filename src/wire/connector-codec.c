/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/shape.h"

static const RedressMember connector_members[] = {
  { REDRESS_CODE (RedressConnector, platform), .required = TRUE },
  { REDRESS_CODE (RedressConnector, host), .required = TRUE },
  { REDRESS_COUNT (RedressConnector, waiting), .required = TRUE },
  { REDRESS_COUNT (RedressConnector, dead), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressConnector, stopped_at) },
  { REDRESS_TEXT (RedressConnector, stopped_by) },
  { REDRESS_TEXT (RedressConnector, stopped_why) },
};

static const RedressShape redress_connector_shape = {
  .members = connector_members,
  .n_members = G_N_ELEMENTS (connector_members),
  .create = (gpointer (*) (void))redress_connector_new,
  .destroy = (GDestroyNotify)redress_connector_free,
};

static const RedressMember telling_members[] = {
  { REDRESS_COUNT (RedressTelling, id), .required = TRUE, .min = 1 },
  { REDRESS_CODE (RedressTelling, name), .required = TRUE },
  { REDRESS_CODE (RedressTelling, platform), .required = TRUE },
  { REDRESS_COUNT (RedressTelling, ticket), .if_set = TRUE },
  { REDRESS_CODE (RedressTelling, external_id) },
  { REDRESS_CODE (RedressTelling, type), .required = TRUE },
  { REDRESS_ENUM (RedressTelling, state, telling_state), .required = TRUE },
  { REDRESS_COUNT (RedressTelling, attempts), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressTelling, made_at), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressTelling, leaves_at), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressTelling, next_at) },
  { REDRESS_TIMESTAMP (RedressTelling, tried_at) },
  { REDRESS_COUNT (RedressTelling, status), .if_set = TRUE },
  { REDRESS_CODE (RedressTelling, silence) },
  { REDRESS_TEXT (RedressTelling, words) },
};

static const RedressShape redress_telling_shape = {
  .members = telling_members,
  .n_members = G_N_ELEMENTS (telling_members),
  .create = (gpointer (*) (void))redress_telling_new,
  .destroy = (GDestroyNotify)redress_telling_free,
};

static const RedressMember connectors_members[] = {
  { REDRESS_ARRAY (RedressConnectors, platforms, connector), .required = TRUE },
  { REDRESS_ARRAY (RedressConnectors, events, telling), .required = TRUE },
  { REDRESS_ARRAY (RedressConnectors, dead, telling), .required = TRUE },
};

static const RedressShape redress_connectors_shape = {
  .members = connectors_members,
  .n_members = G_N_ELEMENTS (connectors_members),
  .create = (gpointer (*) (void))redress_connectors_new,
  .destroy = (GDestroyNotify)redress_connectors_free,
};

/* The server lists them platform by platform. */
static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const RedressTelling *left = *(RedressTelling *const *)a;
  const RedressTelling *right = *(RedressTelling *const *)b;

  return left->id < right->id ? 1 : left->id > right->id ? -1 : 0;
}

static int
compare_oldest_first (gconstpointer a, gconstpointer b)
{
  return compare_newest_first (b, a);
}

/**
 * redress_connectors_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): what platforms were told, the newest first, and what was given up, the
 *   oldest first; or %NULL with %REDRESS_ERROR_INVALID and a message that names the member
 */
RedressConnectors *
redress_connectors_from_json (JsonObject *object, GError **error)
{
  RedressConnectors *self = redress_shape_from_json (&redress_connectors_shape, object, error);

  if (self != NULL)
    {
      g_ptr_array_sort (self->events, compare_newest_first);
      g_ptr_array_sort (self->dead, compare_oldest_first);
    }
  return self;
}
