/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/keys.h"

static const RedressKey keys[] = {
  { "j", "win.step", REDRESS_KEY_WINDOW, 1, TRUE },
  { "k", "win.step", REDRESS_KEY_WINDOW, -1, TRUE },
  { "n", "win.take-next", REDRESS_KEY_WINDOW, 0, FALSE },
  { "u", "win.take-race", REDRESS_KEY_WINDOW, 0, FALSE },
  { "e", "case.view-evidence", REDRESS_KEY_CASE, 0, FALSE },
  { "a", "case.ask", REDRESS_KEY_CASE, 0, FALSE },
  { "slash", "win.search", REDRESS_KEY_WINDOW, 0, FALSE },
  { "<Control>f", "win.search", REDRESS_KEY_WINDOW, 0, FALSE },
  { "<Control>k", "win.search", REDRESS_KEY_WINDOW, 0, FALSE },
  { "1", "case.verdict", REDRESS_KEY_CASE, 1, FALSE },
  { "2", "case.verdict", REDRESS_KEY_CASE, 2, FALSE },
  { "3", "case.verdict", REDRESS_KEY_CASE, 3, FALSE },
  { "4", "case.verdict", REDRESS_KEY_CASE, 4, FALSE },
  { "5", "case.verdict", REDRESS_KEY_CASE, 5, FALSE },
  { "6", "case.verdict", REDRESS_KEY_CASE, 6, FALSE },
  { "7", "case.verdict", REDRESS_KEY_CASE, 7, FALSE },
  { "8", "case.verdict", REDRESS_KEY_CASE, 8, FALSE },
  { "<Alt>1", "case.verdict", REDRESS_KEY_CASE, 1, FALSE },
  { "<Alt>2", "case.verdict", REDRESS_KEY_CASE, 2, FALSE },
  { "<Alt>3", "case.verdict", REDRESS_KEY_CASE, 3, FALSE },
  { "<Alt>4", "case.verdict", REDRESS_KEY_CASE, 4, FALSE },
  { "<Alt>5", "case.verdict", REDRESS_KEY_CASE, 5, FALSE },
  { "<Alt>6", "case.verdict", REDRESS_KEY_CASE, 6, FALSE },
  { "<Alt>7", "case.verdict", REDRESS_KEY_CASE, 7, FALSE },
  { "<Alt>8", "case.verdict", REDRESS_KEY_CASE, 8, FALSE },
  { "<Control>Return", "case.try-submit-next", REDRESS_KEY_CASE, 0, FALSE },
  { "<Control>KP_Enter", "case.try-submit-next", REDRESS_KEY_CASE, 0, FALSE },
  { "<Control><Shift>Return", "case.try-submit", REDRESS_KEY_CASE, 0, FALSE },
  { "<Control>z", "case.undo", REDRESS_KEY_CASE, 0, FALSE },
  { "<Control>r", "case.focus-reason", REDRESS_KEY_CASE, 0, FALSE },
  { "<Control>m", "case.focus-message", REDRESS_KEY_CASE, 0, FALSE },
  { "<Control>t", "case.focus-note", REDRESS_KEY_CASE, 0, FALSE },
  { "F5", "win.sync-now", REDRESS_KEY_WINDOW, 0, FALSE },
  { "F6", "win.next-pane", REDRESS_KEY_WINDOW, 0, TRUE },
  { "<Shift>F6", "win.previous-pane", REDRESS_KEY_WINDOW, 0, TRUE },
  { "F9", "win.sidebar", REDRESS_KEY_WINDOW, 0, FALSE },
  { "<Alt>Left", "win.back", REDRESS_KEY_WINDOW, 0, FALSE },
  { "Escape", "win.back", REDRESS_KEY_WINDOW, 0, FALSE },
};

typedef struct
{
  GtkWidget *desk;      /* (unowned): what keys act on dies with the window */
  GtkWidget *case_pane; /* (unowned) */
  guint held;           /* hardware code of the key that is down, 0 = none */
} Held;

const RedressKey *
redress_keys_find (guint keyval, GdkModifierType state)
{
  GdkModifierType pressed = state & gtk_accelerator_get_default_mod_mask ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GdkModifierType modifiers;
      guint wanted;

      if (!gtk_accelerator_parse (keys[i].accelerator, &wanted, &modifiers))
        continue;
      if (wanted == gdk_keyval_to_lower (keyval) && modifiers == pressed)
        return &keys[i];
    }
  return NULL;
}

static gboolean
pressed_cb (GtkEventControllerKey *controller,
            guint keyval,
            guint keycode,
            GdkModifierType state,
            gpointer user_data)
{
  Held *held = user_data;
  const RedressKey *key = redress_keys_find (keyval, state);
  GtkWidget *window = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkWidget *target;

  if (key == NULL || !gtk_widget_get_mapped (held->desk))
    return GDK_EVENT_PROPAGATE;
  if (held->held == keycode && !key->repeats)
    return GDK_EVENT_STOP;
  held->held = keycode;
  target = key->target == REDRESS_KEY_CASE ? held->case_pane : window;
  if (key->parameter == 0)
    return gtk_widget_activate_action_variant (target, key->action, NULL);
  return gtk_widget_activate_action (target, key->action, "i", key->parameter);
}

static void
released_cb (GtkEventControllerKey *controller,
             guint keyval,
             guint keycode,
             GdkModifierType state,
             gpointer user_data)
{
  Held *held = user_data;

  if (held->held == keycode)
    held->held = 0;
}

/* A release that goes to another window is not heard here. */
static void
left_cb (GtkWidget *window, GParamSpec *pspec, Held *held)
{
  if (!gtk_window_is_active (GTK_WINDOW (window)))
    held->held = 0;
}

void
redress_keys_install (GtkWidget *window, GtkWidget *desk, GtkWidget *case_pane)
{
  GtkEventController *keys_heard = gtk_event_controller_key_new ();
  GtkEventController *releases_heard = gtk_event_controller_key_new ();
  Held *held = g_new0 (Held, 1);

  held->desk = desk;
  held->case_pane = case_pane;
  g_object_set_data_full (G_OBJECT (window), "redress-held-key", held, g_free);
  g_signal_connect (keys_heard, "key-pressed", G_CALLBACK (pressed_cb), held);
  /* A widget that cannot be used swallows what goes to it, such as the release of the key by which
   * the focus came there. */
  gtk_event_controller_set_propagation_phase (releases_heard, GTK_PHASE_CAPTURE);
  g_signal_connect (releases_heard, "key-released", G_CALLBACK (released_cb), held);
  g_signal_connect (window, "notify::is-active", G_CALLBACK (left_cb), held);
  gtk_widget_add_controller (window, keys_heard);
  gtk_widget_add_controller (window, releases_heard);
}
