/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/policy-reader.h"

#define MAX_ITEMS 500
#define MAX_STRING 4096

/**
 * redress_policy_reader_clear:
 *
 * Frees what @self holds, but not the list of mistakes.
 */
void
redress_policy_reader_clear (RedressPolicyReader *self)
{
  g_clear_pointer (&self->place, g_free);
}

static gboolean
is_plural (const char *what)
{
  return g_str_equal (what, "derived") || g_str_equal (what, "legal");
}

/**
 * redress_policy_reader_enter:
 * @what: such as "fact"; empty for rules, whose ids speak for themselves
 * @index: place in the array
 * @name: (nullable): name of the thing
 *
 * Says what the next complaints are about.
 */
void
redress_policy_reader_enter (RedressPolicyReader *self,
                             const char *what,
                             guint index,
                             const char *name)
{
  g_free (self->place);
  if (name == NULL)
    self->place = g_strdup_printf ("%s%s[%u]", *what != '\0' ? what : "rule",
                                   is_plural (what) ? "" : "s", index);
  else
    self->place = *what != '\0' ? g_strdup_printf ("%s %s", what, name) : g_strdup (name);
}

/**
 * redress_policy_reader_complain:
 * @member: (nullable): name of the member
 * @what: what is wrong with it
 *
 * Adds a sentence that says where and what.
 */
void
redress_policy_reader_complain (RedressPolicyReader *self, const char *member, const char *what)
{
  g_ptr_array_add (self->mistakes, member != NULL
                                       ? g_strdup_printf ("%s: %s: %s", self->place, member, what)
                                       : g_strdup_printf ("%s: %s", self->place, what));
}

/* The readers of wire/json.h name the member in their messages. */
static void
pass_on (RedressPolicyReader *self, const GError *error)
{
  if (error != NULL)
    redress_policy_reader_complain (self, NULL, error->message);
}

/**
 * redress_policy_reader_allow:
 * @known: (array zero-terminated=1): names of members
 *
 * A member that nobody reads is a slip of the pen, or a condition that would be forgotten.
 */
void
redress_policy_reader_allow (RedressPolicyReader *self,
                             JsonObject *object,
                             const char *const *known)
{
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    if (!g_strv_contains (known, name))
      redress_policy_reader_complain (self, name, "there is no such member");
}

/**
 * redress_policy_read_string:
 * @out: (out) (transfer full): the text
 *
 * Reads a text that is not empty.
 */
void
redress_policy_read_string (
    RedressPolicyReader *self, JsonObject *object, const char *name, gboolean required, char **out)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  redress_json_read_string (object, name, required, MAX_STRING, &text, &error);
  pass_on (self, error);
  if (text == NULL)
    return;

  if (*text == '\0')
    redress_policy_reader_complain (self, name, "is empty");
  else
    *out = g_steal_pointer (&text);
}

/**
 * redress_policy_read_int:
 * @out: (out): the number
 *
 * Reads a number between @min and @max.
 */
void
redress_policy_read_int (RedressPolicyReader *self,
                         JsonObject *object,
                         const char *name,
                         gboolean required,
                         gint64 min,
                         gint64 max,
                         gint64 *out)
{
  g_autoptr (GError) error = NULL;

  redress_json_read_int (object, name, required, min, max, out, &error);
  pass_on (self, error);
}

/**
 * redress_policy_read_bool:
 * @out: (out): true or false
 *
 * Reads an optional member.
 */
void
redress_policy_read_bool (RedressPolicyReader *self,
                          JsonObject *object,
                          const char *name,
                          gboolean *out)
{
  g_autoptr (GError) error = NULL;

  redress_json_read_bool (object, name, FALSE, out, &error);
  pass_on (self, error);
}

/**
 * redress_policy_read_strv:
 * @out: (out) (transfer full): the texts
 *
 * Reads an optional list of texts.
 */
void
redress_policy_read_strv (RedressPolicyReader *self,
                          JsonObject *object,
                          const char *name,
                          char ***out)
{
  g_autoptr (GError) error = NULL;

  redress_json_read_strv (object, name, FALSE, MAX_ITEMS, out, &error);
  pass_on (self, error);
}

/**
 * redress_policy_read_text:
 * @out: (inout): gets both languages
 *
 * Reads a text in both languages.
 */
void
redress_policy_read_text (RedressPolicyReader *self,
                          JsonObject *object,
                          const char *name,
                          gboolean required,
                          RedressText *out)
{
  static const char *const languages[] = { "en", "zh_CN", NULL };
  JsonObject *text = redress_policy_read_object (self, object, name, required);
  char **outs[] = { &out->en, &out->zh_CN };

  if (text == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (outs); i++)
    {
      g_autofree char *member = g_strdup_printf ("%s.%s", name, languages[i]);

      if (!redress_json_read_string (text, languages[i], FALSE, MAX_STRING, outs[i], NULL))
        redress_policy_reader_complain (self, member, "must be a short string");
      else if (*outs[i] == NULL || **outs[i] == '\0')
        redress_policy_reader_complain (self, member, "the translation is missing");
    }

  redress_policy_reader_allow (self, text, languages);
}

/**
 * redress_policy_read_object:
 *
 * Returns: (transfer none) (nullable): the member if it is an object
 */
JsonObject *
redress_policy_read_object (RedressPolicyReader *self,
                            JsonObject *object,
                            const char *name,
                            gboolean required)
{
  g_autoptr (GError) error = NULL;
  JsonObject *found = NULL;

  redress_json_read_object (object, name, required, &found, &error);
  pass_on (self, error);
  return found;
}

/**
 * redress_policy_read_word:
 * @parse: (scope call): knows the words
 * @out: (out): what the word stands for
 *
 * Reads a word of an enumeration.
 */
void
redress_policy_read_word (RedressPolicyReader *self,
                          JsonObject *object,
                          const char *name,
                          gboolean required,
                          RedressWordParser parse,
                          guint *out)
{
  g_autofree char *word = NULL;
  g_autofree char *what = NULL;

  redress_policy_read_string (self, object, name, required, &word);
  if (word == NULL || parse (word, out))
    return;

  what = g_strdup_printf ("there is no \"%s\"", word);
  redress_policy_reader_complain (self, name, what);
}

/**
 * redress_policy_read_items:
 * @read: (scope call): reads one of them
 *
 * Reads an array of objects.
 */
void
redress_policy_read_items (RedressPolicyReader *self,
                           JsonObject *object,
                           const char *name,
                           gboolean required,
                           RedressItemReader read,
                           gpointer data)
{
  g_autoptr (GError) error = NULL;
  JsonArray *items = NULL;

  redress_json_read_array (object, name, required, MAX_ITEMS, &items, &error);
  pass_on (self, error);
  if (items == NULL)
    return;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      g_autofree char *member = g_strdup_printf ("%s[%u]", name, i);
      g_autofree char *place = g_strdup (self->place);

      if (JSON_NODE_HOLDS_OBJECT (item))
        read (self, json_node_get_object (item), i, data);
      else
        redress_policy_reader_complain (self, member, "must be an object");

      g_free (self->place);
      self->place = g_steal_pointer (&place);
    }
}
