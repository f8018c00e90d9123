/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/hand-in.h"

#include "core/error.h"
#include "wire/json.h"
#include "wire/shape.h"

#include <string.h>

#define INFO "redress hand-in 1"
#define FIRST_LINE "redress decisions, sealed for their server 1"

/**
 * redress_hand_in_free:
 * @self: (transfer full) (nullable): what was opened
 */
void
redress_hand_in_free (RedressHandIn *self)
{
  if (self == NULL)
    return;
  g_free (self->account);
  g_clear_pointer (&self->commands, json_node_unref);
  g_free (self);
}

/* The commands stand in it as they were recorded; nothing is encoded again. */
static GBytes *
join_commands (const char *account, GPtrArray *commands)
{
  GString *text = g_string_new ("{\"account\":\"");

  g_string_append_printf (text, "%s\",\"commands\":[", account);
  for (guint i = 0; i < commands->len; i++)
    {
      gsize size;
      const char *data = g_bytes_get_data (g_ptr_array_index (commands, i), &size);

      if (i > 0)
        g_string_append_c (text, ',');
      g_string_append_len (text, data, (gssize)size);
    }
  g_string_append (text, "]}");
  return g_string_free_to_bytes (text);
}

/**
 * redress_hand_in_seal:
 * @public: the server's key
 * @account: id of who recorded them
 * @commands: (element-type GBytes): at most 50, 150 KiB together
 * @error: return location
 *
 * Returns: (transfer full) (nullable): base64
 */
char *
redress_hand_in_seal (GBytes *public, const char *account, GPtrArray *commands, GError **error)
{
  g_autoptr (GBytes) plain = join_commands (account, commands);
  g_autoptr (GBytes) sealed = redress_hpke_seal (public, INFO, plain, error);

  return sealed != NULL
             ? g_base64_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed))
             : NULL;
}

/**
 * redress_hand_in_open:
 * @secret: the server's key
 * @sealed: base64
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what is inside; %NULL with %REDRESS_ERROR_INVALID if it was
 *   changed, or sealed for another server, or holds something else
 */
RedressHandIn *
redress_hand_in_open (GBytes *secret, const char *sealed, GError **error)
{
  gsize size = 0;
  guchar *data = g_base64_decode (sealed, &size);
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, size);
  g_autoptr (GBytes) plain = redress_hpke_open (secret, INFO, NULL, bytes, error);
  g_autoptr (RedressHandIn) self = g_new0 (RedressHandIn, 1);

  const char *text;

  if (plain == NULL)
    return NULL;
  text = g_bytes_get_data (plain, &size);
  self->commands = redress_json_parse (text, size, &redress_json_limits_request, error);
  if (self->commands == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (self->commands))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "sealed is something else");
      return NULL;
    }
  return redress_json_read_string (json_node_get_object (self->commands), "account", TRUE,
                                   REDRESS_CODE_MAX, &self->account, error)
             ? g_steal_pointer (&self)
             : NULL;
}

/**
 * redress_hand_in_join:
 * @pieces: (element-type utf8): sealed pieces
 *
 * Returns: (transfer full): the text of a file
 */
char *
redress_hand_in_join (GPtrArray *pieces)
{
  GString *text = g_string_new (FIRST_LINE "\n");

  for (guint i = 0; i < pieces->len; i++)
    g_string_append_printf (text, "%s\n", (const char *)g_ptr_array_index (pieces, i));
  return g_string_free (text, FALSE);
}

/**
 * redress_hand_in_split:
 * @text: the text of a file
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type utf8): at least one sealed piece
 */
GPtrArray *
redress_hand_in_split (const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (i > 0 && *lines[i] != '\0')
        g_ptr_array_add (pieces, g_strdup (lines[i]));
    }
  if (lines[0] != NULL && g_str_equal (lines[0], FIRST_LINE) && pieces->len > 0)
    return g_steal_pointer (&pieces);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "no file of sealed decisions");
  return NULL;
}

/**
 * redress_hand_in_key_to_string:
 * @public: a key
 *
 * Returns: (transfer full): 64 hex digits
 */
char *
redress_hand_in_key_to_string (GBytes *public)
{
  const guint8 *data = g_bytes_get_data (public, NULL);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < g_bytes_get_size (public); i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

/**
 * redress_hand_in_key_from_string:
 * @text: (nullable): 64 hex digits
 *
 * Returns: (transfer full) (nullable): the key, or %NULL if @text is none
 */
GBytes *
redress_hand_in_key_from_string (const char *text)
{
  guint8 key[REDRESS_HPKE_KEY_BYTES];

  if (text == NULL || !redress_is_digest (text))
    return NULL;
  for (guint i = 0; i < sizeof key; i++)
    key[i] =
        (guint8)(g_ascii_xdigit_value (text[2 * i]) * 16 + g_ascii_xdigit_value (text[2 * i + 1]));
  return g_bytes_new (key, sizeof key);
}
