/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include <string.h>

#include "wire/shape.h"

static gpointer
create_box (void)
{
  return redress_box_new (0, 0, 0, 0);
}

static const RedressMember box_members[] = {
  { REDRESS_UINT (RedressBox, x), .required = TRUE },
  { REDRESS_UINT (RedressBox, y), .required = TRUE },
  { REDRESS_UINT (RedressBox, width), .required = TRUE },
  { REDRESS_UINT (RedressBox, height), .required = TRUE },
};

static const RedressShape redress_box_shape = {
  .members = box_members,
  .n_members = G_N_ELEMENTS (box_members),
  .create = create_box,
  .destroy = g_free,
};

/* The envelope and the body are two tables over one struct. */
static const RedressMember envelope_members[] = {
  { REDRESS_CODE (RedressCommand, command_id), .required = TRUE },
  { REDRESS_ENUM (RedressCommand, type, command_type), .required = TRUE },
  { REDRESS_COUNT (RedressCommand, ticket), .required = TRUE, .min = 1 },
  { REDRESS_COUNT (RedressCommand, base_version), .if_set = TRUE },
  { REDRESS_COUNT (RedressCommand, claim_token), .if_set = TRUE },
  { REDRESS_DIGEST (RedressCommand, seen_digest) },
  { REDRESS_COUNT (RedressCommand, policy_version), .if_set = TRUE },
};

static const RedressMember body_members[] = {
  { REDRESS_ENUM (RedressCommand, verdict, verdict), .if_set = TRUE },
  { REDRESS_NULLABLE (RedressCommand, reason_code), .max = REDRESS_CODE_MAX },
  { REDRESS_NULLABLE (RedressCommand, note), .max = REDRESS_COMMAND_TEXT_MAX },
  { REDRESS_NULLABLE (RedressCommand, message), .max = REDRESS_COMMAND_TEXT_MAX },
  { REDRESS_NULLABLE (RedressCommand, message_language), .max = REDRESS_CODE_MAX },
  { REDRESS_NULLABLE (RedressCommand, override_reason), .max = REDRESS_COMMAND_TEXT_MAX },
  { REDRESS_STRV (RedressCommand, cited), .if_set = TRUE, .max = 200 },
  { REDRESS_STRV (RedressCommand, opened), .if_set = TRUE, .max = 200 },
  { REDRESS_NULLABLE (RedressCommand, ask), .max = REDRESS_CODE_MAX },
  { REDRESS_STRV (RedressCommand, slots), .if_set = TRUE, .max = 100 },
  { REDRESS_STRV (RedressCommand, fact_names), .if_set = TRUE, .max = 100 },
  { REDRESS_TIMESTAMP (RedressCommand, until) },
  { REDRESS_NULLABLE (RedressCommand, hand_to), .max = REDRESS_CODE_MAX },
  { REDRESS_COUNT (RedressCommand, other), .if_set = TRUE },
  { REDRESS_NULLABLE (RedressCommand, group), .max = REDRESS_CODE_MAX },
  { REDRESS_DIGEST (RedressCommand, evidence) },
  { REDRESS_ARRAY (RedressCommand, boxes, box), .if_set = TRUE, .max = 1000 },
  { REDRESS_BOOL (RedressCommand, blurred), .if_set = TRUE },
  { REDRESS_TIMESTAMP (RedressCommand, made_at) },
  { REDRESS_BOOL (RedressCommand, offline), .if_set = TRUE },
};

static const RedressShape body_shape = {
  .members = body_members,
  .n_members = G_N_ELEMENTS (body_members),
};

/* The form 0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee in lower case: one id, one spelling. */
static gboolean
is_uuid7 (const char *text)
{
  static const char form[] = "xxxxxxxx-xxxx-7xxx-yxxx-xxxxxxxxxxxx";

  if (strlen (text) != sizeof form - 1)
    return FALSE;

  for (guint i = 0; form[i] != '\0'; i++)
    {
      const char *wanted = form[i] == 'x' ? "0123456789abcdef" : form[i] == 'y' ? "89ab" : NULL;

      if (wanted != NULL ? strchr (wanted, text[i]) == NULL : text[i] != form[i])
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_digests (char *const *digests, const char *name, GError **error)
{
  for (; digests != NULL && *digests != NULL; digests++)
    if (!redress_is_digest (*digests))
      return redress_json_fail (error, name, "must hold 64 lower-case hex digits each");

  return TRUE;
}

static gboolean
read_body (JsonObject *body, RedressCommand *command, GError **error)
{
  if (!redress_shape_read (&body_shape, body, command, error) ||
      !check_digests (command->cited, "cited", error) ||
      !check_digests (command->opened, "opened", error))
    return FALSE;

  if (command->ask != NULL && !g_str_equal (command->ask, "customer") &&
      !g_str_equal (command->ask, "platform"))
    return redress_json_fail (error, "ask", "has an unknown value");

  if (command->group != NULL && !is_uuid7 (command->group))
    return redress_json_fail (error, "group", "must be a UUIDv7 in lower case");

  command->has_amount = json_object_has_member (body, "amount");
  return redress_json_read_amount (body, "amount", FALSE, &command->amount, error);
}

static gboolean
read_command (JsonObject *object, gpointer self, GError **error)
{
  RedressCommand *command = self;
  JsonObject *body = NULL;

  if (!is_uuid7 (command->command_id))
    return redress_json_fail (error, "command_id", "must be a UUIDv7 in lower case");
  if (!redress_json_read_object (object, "body", FALSE, &body, error))
    return FALSE;

  if (body != NULL && !read_body (body, command, error))
    {
      g_prefix_error (error, "body.");
      return FALSE;
    }

  return TRUE;
}

static void
write_body (JsonObject *object, gconstpointer self)
{
  const RedressCommand *command = self;
  JsonObject *body = json_object_new ();

  redress_shape_write (&body_shape, body, command);
  if (command->has_amount)
    json_object_set_member (body, "amount", redress_amount_to_json (command->amount));

  if (json_object_get_size (body) > 0)
    json_object_set_object_member (object, "body", body);
  else
    json_object_unref (body);
}

static gpointer
create_command (void)
{
  return redress_command_new (REDRESS_COMMAND_CLAIM, 0);
}

static const RedressShape command_shape = {
  .members = envelope_members,
  .n_members = G_N_ELEMENTS (envelope_members),
  .create = create_command,
  .destroy = (GDestroyNotify)redress_command_free,
  .read_rest = read_command,
  .write_rest = write_body,
};

/**
 * redress_command_to_bytes:
 * @command: a command with its id
 *
 * Returns: (transfer full): canonical JSON; the same command always gives the same bytes
 */
GBytes *
redress_command_to_bytes (const RedressCommand *command)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (command != NULL && command->command_id != NULL, NULL);

  node = redress_shape_to_json (&command_shape, command);
  return redress_json_canonical (node);
}

/**
 * redress_command_from_json:
 * @object: what stands on the wire
 *
 * Looks at form alone. Whether the members fit the type of the command, and the type the
 * ticket, is the server's to judge.
 *
 * Returns: (transfer full): a command, or %NULL with %REDRESS_ERROR_INVALID and a message
 * that names the member
 */
RedressCommand *
redress_command_from_json (JsonObject *object, GError **error)
{
  return redress_shape_from_json (&command_shape, object, error);
}
