/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-fixture.h"

#include "app/evidence-card.h"
#include "support/spin.h"

/* A process can start up one application only. */
static GtkApplication *
get_application (void)
{
  static GtkApplication *application;

  if (application == NULL)
    {
      application =
          GTK_APPLICATION (adw_application_new ("org.redress.Test", G_APPLICATION_NON_UNIQUE));
      g_application_register (G_APPLICATION (application), NULL, NULL);
    }
  return application;
}

void
redress_test_window_open (RedressTestWindow *self)
{
  redress_canned_desk_sign_in (&self->desk);
  self->settings = g_settings_new ("org.redress.Desk");
  self->window = redress_window_new (get_application (), self->desk.sync,
                                     redress_clock_get_system (), self->settings);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1280, 800);
  redress_window_show_desk (self->window);
  gtk_window_present (GTK_WINDOW (self->window));
}

void
redress_test_window_close (RedressTestWindow *self)
{
  gpointer watched = self->window;

  g_object_add_weak_pointer (G_OBJECT (self->window), &watched);
  gtk_window_destroy (GTK_WINDOW (self->window));
  redress_test_spin_until_null (&watched, "the end of the window");
  g_clear_object (&self->settings);
}

static GtkWidget *
find (GtkWidget *widget, const char *words)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
redress_test_window_find (RedressTestWindow *self, const char *words)
{
  return find (GTK_WIDGET (self->window), words);
}

typedef struct
{
  RedressTestWindow *self;
  const char *words;
} Awaited;

static gboolean
is_there (gpointer data)
{
  Awaited *awaited = data;

  return redress_test_window_find (awaited->self, awaited->words) != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return !is_there (data);
}

static gboolean
is_clicked (gpointer data)
{
  Awaited *awaited = data;
  GtkWidget *label = redress_test_window_find (awaited->self, awaited->words);
  GtkWidget *button = label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;

  return button != NULL && gtk_widget_is_sensitive (button) && gtk_widget_activate (button);
}

void
redress_test_window_await (RedressTestWindow *self, const char *words)
{
  Awaited awaited = { self, words };

  redress_test_spin_until (is_there, &awaited, words);
}

void
redress_test_window_await_gone (RedressTestWindow *self, const char *words)
{
  Awaited awaited = { self, words };

  redress_test_spin_until (is_gone, &awaited, words);
}

void
redress_test_window_click (RedressTestWindow *self, const char *label)
{
  Awaited awaited = { self, label };

  redress_test_spin_until (is_clicked, &awaited, label);
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);
  return found;
}

GtkWidget *
redress_test_window_find_type (RedressTestWindow *self, GType type)
{
  return find_type (GTK_WIDGET (self->window), type);
}

void
redress_test_window_view (RedressTestWindow *self, const char *sha256)
{
  GtkWidget *card = redress_test_window_find_type (self, REDRESS_TYPE_EVIDENCE_CARD);

  g_assert_nonnull (card);
  g_assert_true (gtk_widget_activate_action (card, "case.view-piece", "s", sha256));
}

GtkWidget *
redress_test_window_find_entry (RedressTestWindow *self, GType type)
{
  return find_type (redress_test_window_find_type (self, type), GTK_TYPE_SEARCH_ENTRY);
}
