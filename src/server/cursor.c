/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/cursor.h"

#include <string.h>

#include "wire/json.h"

#define MAX_TEXT 8192
#define MAC_LENGTH 64

static void
place_free (RedressCursorPlace *place)
{
  g_free (place->platform);
  g_free (place);
}

/**
 * redress_cursor_new:
 * @epoch: of the feeds
 * @grants_version: of the account
 *
 * Returns: (transfer full): a cursor without places
 */
RedressCursor *
redress_cursor_new (const char *epoch, gint64 grants_version)
{
  RedressCursor *self = g_new0 (RedressCursor, 1);

  self->epoch = g_strdup (epoch);
  self->grants_version = grants_version;
  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify)place_free);
  return self;
}

/**
 * redress_cursor_free:
 * @self: (transfer full) (nullable): a cursor
 */
void
redress_cursor_free (RedressCursor *self)
{
  if (self == NULL)
    return;

  g_free (self->epoch);
  g_ptr_array_unref (self->places);
  g_free (self);
}

/**
 * redress_cursor_add:
 * @self: a cursor
 * @platform: a platform
 * @seq: position in its feed
 *
 * Returns: (transfer none): the new place
 */
RedressCursorPlace *
redress_cursor_add (RedressCursor *self, const char *platform, gint64 seq)
{
  RedressCursorPlace *place = g_new0 (RedressCursorPlace, 1);

  place->platform = g_strdup (platform);
  place->seq = seq;
  g_ptr_array_add (self->places, place);
  return place;
}

/**
 * redress_cursor_find:
 * @self: a cursor
 * @platform: a platform
 *
 * Returns: (transfer none) (nullable): its place
 */
RedressCursorPlace *
redress_cursor_find (const RedressCursor *self, const char *platform)
{
  for (guint i = 0; i < self->places->len; i++)
    {
      RedressCursorPlace *place = g_ptr_array_index (self->places, i);

      if (g_str_equal (place->platform, platform))
        return place;
    }
  return NULL;
}

/* A mark can be any 64-bit number, which JSON integers cannot. */
static void
set_int64 (JsonObject *object, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  json_object_set_string_member (object, name, text);
}

static gboolean
read_int64 (JsonObject *object, const char *name, gint64 *value)
{
  g_autofree char *text = NULL;

  return redress_json_read_string (object, name, TRUE, 32, &text, NULL) &&
         g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL);
}

static JsonObject *
place_to_json (const RedressCursorPlace *place)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "p", place->platform);
  json_object_set_int_member (object, "s", place->seq);
  if (place->is_copying)
    {
      set_int64 (object, "c", place->mark.closed_at);
      set_int64 (object, "i", place->mark.id);
    }
  return object;
}

static char *
to_json (const RedressCursor *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *places = json_array_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "e", self->epoch);
  json_object_set_int_member (object, "g", self->grants_version);
  for (guint i = 0; i < self->places->len; i++)
    json_array_add_object_element (places, place_to_json (g_ptr_array_index (self->places, i)));
  json_object_set_array_member (object, "f", places);
  return redress_json_to_string (node);
}

static gboolean
read_place (RedressCursor *self, JsonObject *object)
{
  g_autofree char *platform = NULL;
  RedressCursorPlace *place;
  gint64 seq = 0;

  if (!redress_json_read_string (object, "p", TRUE, 0, &platform, NULL) ||
      !redress_json_read_int (object, "s", TRUE, 0, REDRESS_INTEGER_MAX, &seq, NULL))
    return FALSE;

  place = redress_cursor_add (self, platform, seq);
  place->is_copying = json_object_has_member (object, "c");
  return !place->is_copying || (read_int64 (object, "c", &place->mark.closed_at) &&
                                read_int64 (object, "i", &place->mark.id));
}

static RedressCursor *
from_json (const char *text)
{
  g_autoptr (JsonNode) node =
      redress_json_parse (text, strlen (text), &redress_json_limits_request, NULL);
  g_autoptr (RedressCursor) self = NULL;
  g_autofree char *epoch = NULL;
  JsonArray *places = NULL;
  gint64 grants = 0;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node) ||
      !redress_json_read_string (json_node_get_object (node), "e", TRUE, 0, &epoch, NULL) ||
      !redress_json_read_int (json_node_get_object (node), "g", TRUE, 0, REDRESS_INTEGER_MAX,
                              &grants, NULL) ||
      !redress_json_read_array (json_node_get_object (node), "f", TRUE, 1000, &places, NULL))
    return NULL;

  self = redress_cursor_new (epoch, grants);
  for (guint i = 0; i < json_array_get_length (places); i++)
    {
      JsonNode *place = json_array_get_element (places, i);

      if (!JSON_NODE_HOLDS_OBJECT (place) || !read_place (self, json_node_get_object (place)))
        return NULL;
    }
  return g_steal_pointer (&self);
}

/* Over the account too: what one was given is of no use to another. */
static char *
make_mac (GBytes *key, const char *account, const char *json)
{
  g_autoptr (GHmac) hmac =
      g_hmac_new (G_CHECKSUM_SHA256, g_bytes_get_data (key, NULL), g_bytes_get_size (key));

  g_hmac_update (hmac, (const guchar *)account, (gssize)strlen (account) + 1);
  g_hmac_update (hmac, (const guchar *)json, -1);
  return g_strdup (g_hmac_get_string (hmac));
}

static char *
encode (const char *whole)
{
  char *text = g_base64_encode ((const guchar *)whole, strlen (whole));

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

/**
 * redress_cursor_to_text:
 * @self: a cursor
 * @key: the server's key
 * @account: id of the account it is for
 *
 * Returns: (transfer full): base64url of the cursor and its HMAC
 */
char *
redress_cursor_to_text (const RedressCursor *self, GBytes *key, const char *account)
{
  g_autofree char *json = to_json (self);
  g_autofree char *mac = make_mac (key, account, json);
  g_autofree char *whole = g_strconcat (mac, json, NULL);

  return encode (whole);
}

/* One cursor has one spelling; base64 alone would allow several. */
static char *
decode (const char *text)
{
  g_autoptr (GString) padded = g_string_new (text);
  g_autofree guchar *bytes = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *again = NULL;
  gsize length = 0;

  if (padded->len > MAX_TEXT)
    return NULL;

  g_strdelimit (padded->str, "-", '+');
  g_strdelimit (padded->str, "_", '/');
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  bytes = g_base64_decode (padded->str, &length);
  whole = g_strndup ((const char *)bytes, length);
  again = encode (whole);
  return g_str_equal (again, text) ? g_steal_pointer (&whole) : NULL;
}

/* Takes as long wherever the two differ. */
static gboolean
is_same_mac (const char *a, const char *b)
{
  guint difference = 0;

  for (guint i = 0; i < MAC_LENGTH; i++)
    difference |= (guint)(a[i] ^ b[i]);
  return difference == 0;
}

/**
 * redress_cursor_from_text:
 * @text: what a desk sent
 * @key: the server's key
 * @account: id of the account that sent it
 *
 * Returns: (transfer full): the cursor; %NULL with INVALID if it was not made by this server
 *   for this account
 */
RedressCursor *
redress_cursor_from_text (const char *text, GBytes *key, const char *account, GError **error)
{
  g_autofree char *whole = decode (text);
  g_autofree char *mac = NULL;
  RedressCursor *self = NULL;

  if (whole != NULL && strlen (whole) > MAC_LENGTH)
    {
      mac = make_mac (key, account, whole + MAC_LENGTH);
      if (is_same_mac (whole, mac))
        self = from_json (whole + MAC_LENGTH);
    }
  if (self == NULL)
    g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                         "The cursor is not one of this server");
  return self;
}
