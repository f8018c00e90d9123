/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedressKeyTarget:
 * @REDRESS_KEY_WINDOW: an action of the window
 * @REDRESS_KEY_CASE: an action of the case pane
 */
typedef enum
{
  REDRESS_KEY_WINDOW,
  REDRESS_KEY_CASE,
} RedressKeyTarget;

/**
 * RedressKey:
 *
 * One row of the key table. The shortcuts window is written from the same keys.
 */
typedef struct
{
  const char *accelerator;
  const char *action;
  RedressKeyTarget target;
  int parameter;    /* -1: none */
  gboolean repeats; /* may act again while the key is held */
} RedressKey;

/* Lets keys act on @window and @case_pane, while @desk is on the screen. They are heard after the
 * widget with the focus and after the input method, so a key that types or confirms pinyin never
 * decides; and a held key acts once, so that one press is one ticket. */
void redress_keys_install (GtkWidget *window, GtkWidget *desk, GtkWidget *case_pane);
/* (nullable): what a key press does. @state: modifiers. */
const RedressKey *redress_keys_find (guint keyval, GdkModifierType state);

G_END_DECLS
