/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

typedef struct
{
  RedressCasePane *pane; /* (weak) */
  char *action;
  GVariant *target;
} Offer;

static void
offer_free (gpointer data, GClosure *closure)
{
  Offer *self = data;

  g_clear_weak_pointer (&self->pane);
  g_free (self->action);
  g_variant_unref (self->target);
  g_free (self);
}

/* The title of a toast is markup. */
static AdwToast *
create_toast (const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  return adw_toast_new (escaped);
}

AdwToast *
redress_case_pane_toast (RedressCasePane *self, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast;

  if (overlay == NULL)
    return NULL;
  toast = create_toast (text);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  return toast;
}

/* The overlay lies around the pane, so that no action of the pane reaches it by name. */
static void
clicked_cb (AdwToast *toast, gpointer user_data)
{
  Offer *offer = user_data;

  if (offer->pane != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (offer->pane), offer->action, offer->target);
}

AdwToast *
redress_case_pane_offer (RedressCasePane *self,
                         const char *text,
                         guint seconds,
                         const char *button,
                         const char *action,
                         GVariant *target)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  g_autoptr (GVariant) kept = g_variant_ref_sink (target);
  AdwToast *toast;
  Offer *offer;

  if (overlay == NULL)
    return NULL;
  toast = create_toast (text);
  adw_toast_set_button_label (toast, button);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  if (seconds > 0)
    adw_toast_set_timeout (toast, seconds);
  offer = g_new0 (Offer, 1);
  g_set_weak_pointer (&offer->pane, self);
  offer->action = g_strdup (action);
  offer->target = g_steal_pointer (&kept);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (clicked_cb), offer, offer_free, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  return toast;
}
