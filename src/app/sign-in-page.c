/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in-page.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>

struct _RedressSignInPage
{
  AdwBin parent_instance;

  AdwEntryRow *server;
  GtkEditable *name;
  GtkEditable *password;
  GtkWidget *sign_in;
  GtkWidget *spinner;
  GtkWidget *error_box;
  GtkLabel *error_title;
  GtkLabel *error_text;
  GtkWidget *waiting_box;
  GtkLabel *waiting_title;
  GtkLabel *waiting_text;
  GtkWidget *read_only;
  RedressSync *sync;
  GCancellable *cancellable;
  gboolean busy;
};

enum
{
  SIGNED_IN,
  READ_ONLY,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressSignInPage, redress_sign_in_page, ADW_TYPE_BIN)

static void
update_sensitive (RedressSignInPage *self)
{
  gboolean ready = *gtk_editable_get_text (GTK_EDITABLE (self->server)) != '\0' &&
                   *gtk_editable_get_text (self->name) != '\0' &&
                   *gtk_editable_get_text (self->password) != '\0';

  gtk_widget_set_sensitive (self->sign_in, ready && !self->busy);
  gtk_widget_set_visible (self->spinner, self->busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), self->busy);
}

static void
changed_cb (RedressSignInPage *self)
{
  update_sensitive (self);
}

/* What happened, and what to do about it. */
static const char *
get_title (const GError *error)
{
  if (error->domain != REDRESS_ERROR)
    return _ ("Signing in failed");
  switch ((RedressError)error->code)
    {
    case REDRESS_ERROR_FORBIDDEN:
      return _ ("Wrong name or password");
    case REDRESS_ERROR_UNAVAILABLE:
      return _ ("The server cannot be reached");
    case REDRESS_ERROR_RETRY:
      return _ ("Too many attempts");
    case REDRESS_ERROR_TOO_NEW:
      return _ ("A newer version of Redress is needed");
    case REDRESS_ERROR_INVALID:
      return _ ("That address cannot be used");
    case REDRESS_ERROR_NO_SPACE:
      return _ ("This computer cannot store your work");
    case REDRESS_ERROR_TOO_LARGE:
    case REDRESS_ERROR_NOT_FOUND:
    case REDRESS_ERROR_CONFLICT:
    case REDRESS_ERROR_CORRUPT:
    case REDRESS_ERROR_SIGN_IN:
    case REDRESS_ERROR_OVERFLOW:
    default:
      return _ ("Signing in failed");
    }
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = redress_sync_sign_in_finish (REDRESS_SYNC (source), result, &error);

  self->busy = FALSE;
  update_sensitive (self);
  if (ok)
    {
      gtk_editable_set_text (self->password, "");
      g_signal_emit (self, signals[SIGNED_IN], 0);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    redress_sign_in_page_show_error (self, error);
}

static void
sign_in_cb (RedressSignInPage *self)
{
  if (!gtk_widget_get_sensitive (self->sign_in) || self->sync == NULL)
    return;
  self->busy = TRUE;
  gtk_widget_set_visible (self->error_box, FALSE);
  update_sensitive (self);
  redress_sync_sign_in_async (self->sync, gtk_editable_get_text (GTK_EDITABLE (self->server)),
                              gtk_editable_get_text (self->name),
                              gtk_editable_get_text (self->password), self->cancellable,
                              signed_in_cb, g_object_ref (self));
}

static void
read_only_cb (RedressSignInPage *self)
{
  g_signal_emit (self, signals[READ_ONLY], 0);
}

static void
redress_sign_in_page_dispose (GObject *object)
{
  RedressSignInPage *self = REDRESS_SIGN_IN_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sync);
  G_OBJECT_CLASS (redress_sign_in_page_parent_class)->dispose (object);
}

static void
redress_sign_in_page_class_init (RedressSignInPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_sign_in_page_dispose;
  signals[SIGNED_IN] =
      g_signal_new ("signed-in", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[READ_ONLY] =
      g_signal_new ("read-only", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, server);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, name);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, sign_in);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, error_box);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, error_title);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, error_text);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, waiting_box);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, waiting_title);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, waiting_text);
  gtk_widget_class_bind_template_child (widget_class, RedressSignInPage, read_only);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_only_cb);
}

static void
redress_sign_in_page_init (RedressSignInPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_sensitive (self);
}

void
redress_sign_in_page_set_sync (RedressSignInPage *self, RedressSync *sync)
{
  g_return_if_fail (REDRESS_IS_SIGN_IN_PAGE (self));
  g_set_object (&self->sync, sync);
}

void
redress_sign_in_page_set_server (RedressSignInPage *self, const char *server, gboolean fixed)
{
  g_return_if_fail (REDRESS_IS_SIGN_IN_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->server), server != NULL ? server : "");
  gtk_editable_set_editable (GTK_EDITABLE (self->server), !fixed);
}

const char *
redress_sign_in_page_get_server (RedressSignInPage *self)
{
  g_return_val_if_fail (REDRESS_IS_SIGN_IN_PAGE (self), "");
  return gtk_editable_get_text (GTK_EDITABLE (self->server));
}

static void
listed_waiting_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressSignInPage) self = user_data;
  g_autoptr (GPtrArray) waiting =
      redress_sync_list_waiting_finish (REDRESS_SYNC (source), result, NULL);
  guint n = 0;
  g_autoptr (GString) owners = g_string_new (NULL);

  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      RedressWaitingOutbox *outbox = g_ptr_array_index (waiting, i);

      n += outbox->waiting;
      g_string_append_printf (owners, "%s%s", owners->len > 0 ? ", " : "", outbox->account_name);
    }
  gtk_widget_set_visible (self->waiting_box, n > 0);
  if (n == 0)
    return;
  g_autofree char *title = g_strdup_printf (
      ngettext ("%u decision waits on this computer", "%u decisions wait on this computer", n), n);
  g_autofree char *text = g_strdup_printf (
      /* Translators: %s is one or more account names */
      _ ("They belong to %s and are sent only after that account signs in."), owners->str);
  gtk_label_set_text (self->waiting_title, title);
  gtk_label_set_text (self->waiting_text, text);
}

void
redress_sign_in_page_refresh (RedressSignInPage *self, gboolean can_read)
{
  g_return_if_fail (REDRESS_IS_SIGN_IN_PAGE (self));

  gtk_widget_set_visible (self->read_only, can_read);
  if (self->sync != NULL)
    redress_sync_list_waiting_async (self->sync, self->cancellable, listed_waiting_cb,
                                     g_object_ref (self));
  gtk_widget_grab_focus (*gtk_editable_get_text (GTK_EDITABLE (self->server)) == '\0'
                             ? GTK_WIDGET (self->server)
                             : GTK_WIDGET (self->name));
}

void
redress_sign_in_page_show_error (RedressSignInPage *self, const GError *error)
{
  g_return_if_fail (REDRESS_IS_SIGN_IN_PAGE (self));

  gtk_label_set_text (self->error_title, get_title (error));
  gtk_label_set_text (self->error_text, error->message);
  gtk_widget_set_visible (self->error_box, TRUE);
}
