/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/policy-lines.h"

#include <string.h>

#include "wire/json-lines.h"

/* A mistake is a sentence of parts: "R-KM-4: when.all[1]: no such fact". The first part names a
 * thing of the file, one of the others its member. Both are looked for in the file. */

#define BYTE_MARK "JSON, byte "

/* How sentences call the things of a list, and the member that has their name. */
static const struct
{
  const char *word; /* in front of the name; NULL: the name alone */
  const char *list;
  const char *member;
} things[] = {
  { "fact ", "facts", "name" },
  { "derived ", "derived", "name" },
  { "slot ", "slots", "id" },
  { "ground ", "grounds", "code" },
  { "reason ", "reasons", "code" },
  { "comparison ", "comparisons", "id" },
  { "clock ", "clocks", "name" },
  { "legal ", "legal", "id" },
  { "incident ", "incidents", "name" },
  { "rule ", "rules", "id" },
  { NULL, "rules", "id" },
};

typedef struct
{
  RedressJsonLines *lines;
  JsonObject *root;
} File;

static const char *
get_text (JsonArray *list, guint index, const char *member)
{
  JsonNode *item = json_array_get_element (list, index);
  JsonNode *node = NULL;

  if (JSON_NODE_HOLDS_OBJECT (item))
    node = json_object_get_member (json_node_get_object (item), member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* (transfer full) (nullable): "rules[3]"; the last of the things that have one name, for the
 * second is the mistake. */
static char *
find_in_list (const File *file, const char *list, const char *member, const char *name)
{
  JsonNode *node = json_object_get_member (file->root, list);
  JsonArray *items =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = items != NULL ? json_array_get_length (items) : 0; i > 0; i--)
    if (g_strcmp0 (get_text (items, i - 1, member), name) == 0)
      return g_strdup_printf ("%s[%u]", list, i - 1);

  return NULL;
}

/* (transfer full): where the thing stands that a sentence begins with */
static char *
find_thing (const File *file, const char *part)
{
  if (g_str_equal (part, "policy file"))
    return g_strdup ("");
  if (g_str_has_prefix (part, "policy "))
    return g_strdup (part + strlen ("policy "));

  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      const char *word = things[i].word != NULL ? things[i].word : "";
      char *path = NULL;

      if (g_str_has_prefix (part, word))
        path = find_in_list (file, things[i].list, things[i].member, part + strlen (word));
      if (path != NULL)
        return path;
    }

  /* "templates[3] (reject used)" */
  return g_strndup (part, strcspn (part, " "));
}

/* The nearest that there is: of a translation that is missing the text, of a member that is
 * missing the thing. */
static guint
find_nearest (const File *file, const char *path)
{
  g_autofree char *nearest = g_strdup (path);

  for (;;)
    {
      guint line = redress_json_lines_find (file->lines, nearest);
      char *point = strrchr (nearest, '.');
      char *bracket = strrchr (nearest, '[');

      if (line != 0)
        return line;
      if (point == NULL && bracket == NULL)
        return 1;
      *MAX (point, bracket) = '\0';
    }
}

/* TRUE: something begins at the first name of @member in @thing. */
static gboolean
has_member (const File *file, const char *thing, const char *member)
{
  g_autofree char *first = g_strndup (member, strcspn (member, ".["));
  g_autofree char *path = g_strconcat (thing, *thing != '\0' ? "." : "", first, NULL);

  return *first != '\0' && redress_json_lines_find (file->lines, path) != 0;
}

/* A thing begins with its name, and not with the brace above it. */
static guint
find_line_of_thing (const File *file, const char *thing)
{
  static const char *const members[] = { "id", "name", "code", "verdict" };

  for (guint i = 0; *thing != '\0' && i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *path = g_strconcat (thing, ".", members[i], NULL);
      guint line = redress_json_lines_find (file->lines, path);

      if (line != 0)
        return line;
    }

  return find_nearest (file, thing);
}

static guint
find_line (const File *file, const char *mistake)
{
  g_auto (GStrv) parts = g_strsplit (mistake, ": ", -1);
  g_autofree char *thing = find_thing (file, parts[0]);

  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    if (has_member (file, thing, parts[i]))
      {
        g_autofree char *path = g_strconcat (thing, *thing != '\0' ? "." : "", parts[i], NULL);

        return find_nearest (file, path);
      }

  return find_line_of_thing (file, thing);
}

/* What is no JSON has no values, but the reader says at which byte it stopped. */
static guint
find_line_of_byte (const char *mistake, const char *text, gsize length)
{
  const char *mark = strstr (mistake, BYTE_MARK);

  return mark == NULL
             ? 1
             : redress_json_line_of_byte (
                   text, length, (gsize)g_ascii_strtoull (mark + strlen (BYTE_MARK), NULL, 10));
}

/**
 * redress_policy_add_lines:
 * @mistakes: (element-type utf8): what is wrong with a policy file
 * @bytes: the file
 * @root: (nullable): what was read of it; %NULL if it is no JSON
 *
 * Returns: (transfer full) (array zero-terminated=1): the same with the number of the line in
 *   front of each
 */
char **
redress_policy_add_lines (GPtrArray *mistakes, GBytes *bytes, JsonNode *root)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (RedressJsonLines) lines = NULL;
  File file = { NULL, NULL };
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();

  if (mistakes->len > 0 && root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    {
      lines = redress_json_lines_new (text, length);
      file.lines = lines;
      file.root = json_node_get_object (root);
    }

  for (guint i = 0; i < mistakes->len; i++)
    {
      const char *mistake = g_ptr_array_index (mistakes, i);
      guint first = 0;
      guint line = file.root != NULL ? find_line (&file, mistake)
                                     : find_line_of_byte (mistake, text, length);

      /* What is wrong in both languages is said once. */
      if (!g_ptr_array_find_with_equal_func (mistakes, mistake, g_str_equal, &first) || first == i)
        g_ptr_array_add (sentences, g_strdup_printf ("%u: %s", line, mistake));
    }

  g_ptr_array_add (sentences, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&sentences), FALSE);
}
