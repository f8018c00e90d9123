/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/messages.h"

#include "wire/shape.h"

static const RedressMember change_members[] = {
  { REDRESS_CODE (RedressChange, platform), .required = TRUE },
  { REDRESS_COUNT (RedressChange, seq), .required = TRUE },
  { REDRESS_NULLABLE (RedressChange, reason), .max = REDRESS_CODE_MAX },
  { REDRESS_COUNT (RedressChange, id), .required = TRUE, .min = 1 },
  { REDRESS_COUNT (RedressChange, rev), .required = TRUE },
  { REDRESS_OBJECT (RedressChange, summary, summary) },
};

static gboolean
read_op (JsonObject *object, gpointer self, GError **error)
{
  RedressChange *change = self;
  g_autofree char *op = NULL;

  if (!redress_json_read_string (object, "op", TRUE, 0, &op, error))
    return FALSE;

  change->remove = g_str_equal (op, "remove");
  if (!change->remove && !g_str_equal (op, "upsert"))
    return redress_json_fail (error, "op", "has an unknown value");
  if (!change->remove && change->summary == NULL)
    return redress_json_fail (error, "summary", "is missing");
  if (change->summary != NULL && change->summary->id != change->id)
    return redress_json_fail (error, "summary.id", "is not the id of the change");

  return TRUE;
}

static void
write_op (JsonObject *object, gconstpointer self)
{
  const RedressChange *change = self;

  json_object_set_string_member (object, "op", change->remove ? "remove" : "upsert");
}

static const RedressShape redress_change_shape = {
  .members = change_members,
  .n_members = G_N_ELEMENTS (change_members),
  .create = (gpointer (*) (void))redress_change_new,
  .destroy = (GDestroyNotify)redress_change_free,
  .read_rest = read_op,
  .write_rest = write_op,
};

static const RedressMember page_members[] = {
  { REDRESS_ARRAY (RedressChangePage, changes, change), .required = TRUE },
  { REDRESS_TEXT (RedressChangePage, next), .required = TRUE },
  { REDRESS_BOOL (RedressChangePage, more), .required = TRUE },
  { REDRESS_CODE (RedressChangePage, epoch), .required = TRUE },
  { REDRESS_TIMESTAMP (RedressChangePage, server_time), .required = TRUE },
  { REDRESS_COUNT (RedressChangePage, grants_version), .required = TRUE },
};

static const RedressShape redress_page_shape = {
  .members = page_members,
  .n_members = G_N_ELEMENTS (page_members),
  .create = (gpointer (*) (void))redress_change_page_new,
  .destroy = (GDestroyNotify)redress_change_page_free,
};

/**
 * redress_change_new:
 *
 * Returns: (transfer full): an empty change
 */
RedressChange *
redress_change_new (void)
{
  return g_new0 (RedressChange, 1);
}

/**
 * redress_change_free:
 * @self: (transfer full) (nullable): what to free
 */
void
redress_change_free (RedressChange *self)
{
  if (self == NULL)
    return;

  g_free (self->platform);
  g_free (self->reason);
  g_clear_object (&self->summary);
  g_free (self);
}

/**
 * redress_change_page_new:
 *
 * Returns: (transfer full): a page without changes
 */
RedressChangePage *
redress_change_page_new (void)
{
  RedressChangePage *self = g_new0 (RedressChangePage, 1);

  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_change_free);
  self->server_time = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_change_page_free:
 * @self: (transfer full) (nullable): what to free
 */
void
redress_change_page_free (RedressChangePage *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->changes);
  g_free (self->next);
  g_free (self->epoch);
  g_free (self);
}

/**
 * redress_change_page_to_json:
 *
 * Returns: (transfer full): an object node
 */
JsonNode *
redress_change_page_to_json (const RedressChangePage *self)
{
  return redress_shape_to_json (&redress_page_shape, self);
}

/**
 * redress_change_page_to_bytes:
 *
 * Returns: (transfer full): canonical JSON
 */
GBytes *
redress_change_page_to_bytes (const RedressChangePage *self)
{
  GString *text = g_string_sized_new (1024 * (1 + self->changes->len));

  redress_shape_append (&redress_page_shape, text, self);
  return g_string_free_to_bytes (text);
}

/**
 * redress_change_page_from_json:
 * @object: what stands on the wire
 *
 * Returns: (transfer full): a page, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressChangePage *
redress_change_page_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&redress_page_shape, object, error);
}
