/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/until-choice.h"

#include "config.h"

#include "app/format.h"
#include "app/line.h"
#include "core/calendar.h"

#include <glib/gi18n.h>

/* When people begin to work. */
#define MORNING (9 * REDRESS_HOUR)

struct _RedressUntilChoice
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkWidget *label;
  GtkWidget *calendar; /* (unowned) (nullable): of the popover */
  GtkWidget *hour;     /* (unowned) (nullable): of the popover */
  RedressTime until;
  RedressTime now;
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressUntilChoice, redress_until_choice, ADW_TYPE_BIN)

static void
update_label (RedressUntilChoice *self)
{
  g_autofree char *moment = NULL;
  g_autofree char *text = NULL;

  if (self->until != REDRESS_TIME_UNKNOWN)
    {
      moment = redress_format_moment (self->until, self->now);
      /* Translators: a ticket is held until a moment such as "17 Nov 09:00" */
      text = g_strdup_printf (_ ("Until %s"), moment);
    }
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : _ ("Until when…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (self->label)), -1);
}

static void
choose (RedressUntilChoice *self, RedressTime until)
{
  self->until = until;
  update_label (self);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static RedressTime
morning_after (RedressTime now, int days)
{
  return redress_julian_to_time (redress_julian_from_time (now, NULL) + (guint32)days) + MORNING;
}

static void
preset_cb (GtkButton *button, RedressUntilChoice *self)
{
  const gint64 *until = g_object_get_data (G_OBJECT (button), "until");

  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
  choose (self, *until);
}

static void
add_preset (RedressUntilChoice *self, GtkWidget *list, const char *words, RedressTime until)
{
  g_autofree char *moment = redress_format_moment (until, self->now);
  g_autofree char *label = g_strdup_printf ("%s · %s", words, moment);
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), redress_line_new (label, "numeric"));
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "until", g_memdup2 (&until, sizeof until), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (preset_cb), self);
  gtk_box_append (GTK_BOX (list), button);
}

static void
picked_cb (RedressUntilChoice *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (GTK_CALENDAR (self->calendar));
  int hour = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->hour));
  guint32 julian = redress_julian_from_date (
      g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day));

  choose (self, redress_julian_to_time (julian) + hour * REDRESS_HOUR);
}

static GtkWidget *
create_hour_line (RedressUntilChoice *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *set = gtk_button_new_with_label (C_ ("button", "Choose"));

  self->hour = gtk_spin_button_new_with_range (0, 23, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->hour), 9);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->hour), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Hour"), -1);
  gtk_widget_set_hexpand (set, TRUE);
  g_signal_connect_swapped (set, "clicked", G_CALLBACK (picked_cb), self);
  gtk_box_append (GTK_BOX (line), redress_line_new_whole (_ ("Hour"), NULL));
  gtk_box_append (GTK_BOX (line), self->hour);
  gtk_box_append (GTK_BOX (line), set);
  return line;
}

static void
closed_cb (RedressUntilChoice *self)
{
  self->calendar = NULL;
  self->hour = NULL;
}

static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  RedressUntilChoice *self = user_data;
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  add_preset (self, list, _ ("In 2 hours"), self->now + 2 * REDRESS_HOUR);
  add_preset (self, list, _ ("In 4 hours"), self->now + 4 * REDRESS_HOUR);
  add_preset (self, list, _ ("Tomorrow"), morning_after (self->now, 1));
  add_preset (self, list, _ ("In 3 days"), morning_after (self->now, 3));
  add_preset (self, list, _ ("In a week"), morning_after (self->now, 7));
  self->calendar = gtk_calendar_new ();
  gtk_box_append (GTK_BOX (list), self->calendar);
  gtk_box_append (GTK_BOX (list), create_hour_line (self));
  gtk_popover_set_child (GTK_POPOVER (popover), list);
  gtk_menu_button_set_popover (button, popover);
  g_signal_connect_swapped (popover, "unrealize", G_CALLBACK (closed_cb), self);
}

static void
redress_until_choice_class_init (RedressUntilChoiceClass *klass)
{
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_until_choice_init (RedressUntilChoice *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->until = REDRESS_TIME_UNKNOWN;
  self->button = gtk_menu_button_new ();
  gtk_widget_add_css_class (self->button, "compact");
  self->label = redress_line_new_whole (_ ("Until when…"), "numeric");
  gtk_box_append (GTK_BOX (content), self->label);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), content);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->button), GTK_ARROW_UP);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), create_popover_cb, self,
                                         NULL);
  adw_bin_set_child (ADW_BIN (self), self->button);
}

void
redress_until_choice_set (RedressUntilChoice *self, RedressTime until, RedressTime now)
{
  g_return_if_fail (REDRESS_IS_UNTIL_CHOICE (self));

  self->until = until;
  self->now = now;
  update_label (self);
}

RedressTime
redress_until_choice_get (RedressUntilChoice *self)
{
  g_return_val_if_fail (REDRESS_IS_UNTIL_CHOICE (self), REDRESS_TIME_UNKNOWN);

  return self->until;
}

void
redress_until_choice_set_direction (RedressUntilChoice *self, GtkArrowType direction)
{
  g_return_if_fail (REDRESS_IS_UNTIL_CHOICE (self));
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->button), direction);
}
