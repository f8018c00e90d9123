/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-states.h"

#include "config.h"

#include "app/detailed-action.h"
#include "app/error-words.h"
#include "app/format.h"
#include "core/error.h"

#include <glib/gi18n.h>

static void
show (RedressQueueStates *self,
      const char *icon,
      const char *style,
      const char *title,
      const char *text,
      const char *button,
      const char *action)
{
  const char *classes[] = { style, NULL };

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_widget_set_css_classes (self->icon, classes);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->text), text);
  gtk_widget_set_visible (self->button, button != NULL);
  if (button == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (self->button), button);
  redress_set_detailed_action (self->button, action);
}

void
redress_queue_states_show_empty (RedressQueueStates *self, RedressView view, gboolean filtered)
{
  if (filtered)
    show (self, "system-search-symbolic", "dim", _ ("No ticket fits the filter"),
          _ ("Other tickets are hidden by sort and filter."), _ ("Show all"), "win.reset-filter");
  else if (view == REDRESS_VIEW_MY_WORK)
    show (self, "avatar-default-symbolic", "dim", _ ("You have no ticket"),
          _ ("Take the one that is due next."), _ ("Take next"), "win.take-next");
  else if (view == REDRESS_VIEW_TROUBLE)
    show (self, "object-select-symbolic", "dim", _ ("Nothing needs you"),
          _ ("No decision was refused and none is in conflict."), NULL, NULL);
  else if (view == REDRESS_VIEW_RACES)
    show (self, "thunderbolt-symbolic", "dim", _ ("No order races"),
          _ ("Orders that may ship within minutes appear here."), NULL, NULL);
  else if (view == REDRESS_VIEW_INCIDENTS)
    show (self, "object-select-symbolic", "dim", _ ("There is no incident"),
          _ ("Tickets of one cause appear here when they are many."), NULL, NULL);
  else if (view == REDRESS_VIEW_DONE)
    show (self, "object-select-symbolic", "dim", _ ("Nothing is done yet"),
          _ ("Tickets appear here when they are decided."), NULL, NULL);
  else
    show (self, "object-select-symbolic", "dim", _ ("Nothing is due"),
          _ ("No ticket waits in this view."), NULL, NULL);
}

void
redress_queue_states_show_no_hits (RedressQueueStates *self, const char *text)
{
  g_autofree char *title = g_strdup_printf (_ ("No ticket matches “%s”"), text);

  show (self, "system-search-symbolic", "dim", title,
        _ ("Only tickets on this computer were searched. Older ones are on the server."),
        _ ("Search the server"), "win.search-server('')");
}

void
redress_queue_states_show_error (RedressQueueStates *self, const GError *error)
{
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
    show (self, "dialog-error-symbolic", "bad-c", _ ("The list cannot be shown"),
          _ ("The copy on this computer is damaged. Your decisions and drafts are stored apart "
             "and are safe."),
          _ ("Build the list again"), "win.rebuild-cache");
  else
    show (self, "dialog-error-symbolic", "bad-c", _ ("The list cannot be shown"),
          redress_error_get_words (error), _ ("Try again"), "win.reload");
}

static void
show_banner (RedressQueueStates *self,
             const char *icon,
             const char *title,
             const char *text,
             const char *button,
             const char *action)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (self->banner_icon), icon);
  /* An unchanged text must not be announced again. */
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->banner_title)), title) != 0)
    gtk_label_set_text (GTK_LABEL (self->banner_title), title);
  gtk_label_set_text (GTK_LABEL (self->banner_text), text);
  gtk_widget_set_visible (self->banner_button, button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (GTK_BUTTON (self->banner_button), button);
      redress_set_detailed_action (self->banner_button, action);
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), TRUE);
}

/* Times left are counted by the clock of this computer. */
static void
show_skew (RedressQueueStates *self, gint64 seconds)
{
  g_autofree char *span = redress_format_span (ABS (seconds) * REDRESS_SECOND);
  g_autofree char *title =
      g_strdup_printf (seconds > 0 ? _ ("The clock of this computer is %s ahead of the server's")
                                   : _ ("The clock of this computer is %s behind the server's"),
                       span);

  show_banner (self, "preferences-system-time-symbolic", title,
               _ ("The times left that are shown here are wrong by as much. Set the clock, or tell "
                  "whoever looks after this computer."),
               NULL, NULL);
}

/* What does not keep anybody from working, most important first. */
static void
show_warnings (RedressQueueStates *self, RedressSync *sync)
{
  gint64 skew = 0;

  g_object_get (sync, "clock-skew", &skew, NULL);
  if (skew != 0)
    show_skew (self, skew);
  else if (!redress_sync_is_sealed (sync) && !self->plain_seen)
    show_banner (self, "security-low-symbolic", _ ("This computer has no keyring for a key"),
                 _ ("Decisions that wait to be sent can be read by whoever can read your files. "
                    "Evidence is not kept for work offline, and each start asks for your "
                    "password."),
                 _ ("Understood"), "win.understand-plain");
  else
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->banner), FALSE);
}

static void
update_progress (RedressQueueStates *self, RedressSync *sync)
{
  guint done, total;

  g_object_get (sync, "progress-done", &done, "progress-total", &total, NULL);
  gboolean first = redress_sync_get_status (sync) == REDRESS_SYNC_FIRST;
  gtk_widget_set_visible (self->progress, first);
  if (first && total > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress),
                                   MIN (1.0, (double)done / (double)total));
}

void
redress_queue_states_update_banner (RedressQueueStates *self,
                                    RedressView view,
                                    RedressSync *sync,
                                    RedressClock *clock)
{
  g_autofree char *title = NULL, *moment = NULL;
  g_autofree char *trouble = NULL;

  if (sync == NULL)
    return;
  update_progress (self, sync);
  g_object_get (sync, "trouble", &trouble, NULL);
  switch (redress_sync_get_status (sync))
    {
    case REDRESS_SYNC_OFFLINE:
      moment = redress_format_moment (redress_sync_get_since (sync), redress_clock_now (clock));
      title = g_strdup_printf (_ ("Offline since %s"), moment);
      show_banner (self, "network-offline-symbolic", title,
                   view == REDRESS_VIEW_RACES
                       ? _ ("All readings are from before: these orders may have shipped since.")
                   : trouble != NULL ? trouble
                                     : _ ("Checked-out tickets can be decided."),
                   _ ("Retry"), "win.sync-now");
      break;
    case REDRESS_SYNC_SIGN_IN_AGAIN:
      show_banner (self, "dialog-password-symbolic", _ ("Sign in again"),
                   _ ("The server ended your session. Your decisions wait on this computer."),
                   _ ("Sign in"), "win.sign-in");
      break;
    case REDRESS_SYNC_TOO_OLD:
      show_banner (self, "software-update-urgent-symbolic", _ ("Redress must be updated"),
                   _ ("Recorded decisions are still sent. New ones need the update."), _ ("Retry"),
                   "win.sync-now");
      break;
    case REDRESS_SYNC_SIGNED_OUT:
      show_banner (self, "system-log-out-symbolic", _ ("Signed out"),
                   _ ("You can read what is on this computer."), _ ("Sign in"), "win.sign-in");
      break;
    case REDRESS_SYNC_CONNECTING:
    case REDRESS_SYNC_FIRST:
    case REDRESS_SYNC_ONLINE:
    default:
      show_warnings (self, sync);
    }
}
