/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transcript-legend.h"

#include "config.h"

#include "app/line.h"

#include <glib/gi18n.h>

static const char *const styles[] = { "who-0", "who-1", "who-2", "who-3" };

char **
redress_transcript_list_speakers (const RedressTranscript *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (char **name = self->participants; name != NULL && *name != NULL; name++)
    if (g_hash_table_add (seen, *name))
      g_strv_builder_add (builder, *name);
  for (guint i = 0; i < self->messages->len; i++)
    {
      const RedressMessage *message = g_ptr_array_index (self->messages, i);

      if (g_hash_table_add (seen, message->from))
        g_strv_builder_add (builder, message->from);
    }
  return g_strv_builder_end (builder);
}

const char *
redress_speaker_get_style (guint place)
{
  return styles[place % G_N_ELEMENTS (styles)];
}

GtkWidget *
redress_speaker_mark_new (const char *name, guint place)
{
  g_autofree char *letter = g_utf8_substring (name, 0, MIN (1, g_utf8_strlen (name, -1)));
  g_autofree char *upper = g_utf8_strup (letter, -1);
  GtkWidget *mark = g_object_new (GTK_TYPE_LABEL, "label", upper, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  redress_add_css_classes (mark, "speaker");
  gtk_widget_add_css_class (mark, redress_speaker_get_style (place));
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  return mark;
}

/* (nullable): what a participant is there, in words; an unknown code as it came. */
static const char *
get_role (const RedressTranscript *self, guint place)
{
  static const struct
  {
    const char *code;
    const char *label;
  } roles[] = {
    { "customer", NC_ ("role in a chat", "customer") },
    { "service", NC_ ("role in a chat", "service") },
    { "robot", NC_ ("role in a chat", "robot") },
    { "seller", NC_ ("role in a chat", "seller") },
    { "station", NC_ ("role in a chat", "station") },
    { "carrier", NC_ ("role in a chat", "carrier") },
    { "platform", NC_ ("role in a chat", "platform") },
  };
  guint n_roles = self->roles != NULL ? g_strv_length (self->roles) : 0;
  const char *code = place < n_roles ? self->roles[place] : place == 0 ? "customer" : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (code, roles[i].code) == 0)
      return g_dpgettext2 (NULL, "role in a chat", roles[i].label);
  return code;
}

static GtkWidget *
create_entry (const RedressTranscript *transcript, const char *name, guint place)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);
  const char *role = get_role (transcript, place);

  gtk_box_append (GTK_BOX (box), redress_speaker_mark_new (name, place));
  gtk_box_append (GTK_BOX (box), redress_line_new (name, "small semibold"));
  if (role != NULL)
    gtk_box_append (GTK_BOX (box), redress_line_new_whole (role, "small dim"));
  return box;
}

GtkWidget *
redress_transcript_legend_new (const RedressTranscript *transcript)
{
  g_auto (GStrv) names = redress_transcript_list_speakers (transcript);
  GtkWidget *legend = g_object_new (GTK_TYPE_BOX, "spacing", 14, "accessible-role",
                                    GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (legend), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Who speaks"), -1);
  for (guint i = 0; names[i] != NULL; i++)
    gtk_box_append (GTK_BOX (legend), create_entry (transcript, names[i], i));
  return legend;
}
