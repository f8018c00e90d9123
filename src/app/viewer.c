/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/viewer.h"

#include "config.h"

#include "app/evidence-view.h"
#include "app/format.h"

#include <glib/gi18n.h>

struct _RedressViewer
{
  AdwBin parent_instance;

  GtkLabel *subtitle;
  GtkToggleButton *compare;
  GtkToggleButton *cite;
  RedressEvidenceView *first;
  RedressEvidenceView *second;
  GtkBox *strip;

  RedressSync *sync;
  RedressStore *store;   /* (owned) (nullable): the one whose signals are heard */
  RedressTicket *ticket; /* (owned) (nullable) */
  RedressPolicy *policy; /* (owned) (nullable) */
  GHashTable *cited;     /* (element-type utf8) digests */
  GPtrArray *cards;      /* (element-type GtkWidget) (unowned), as the evidence */
  guint at;              /* file of the first view */
  guint beside;          /* file of the second */
  gboolean quiet;
};

enum
{
  CLOSED,
  CITE,
  OPENED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressViewer, redress_viewer, ADW_TYPE_BIN)

static guint
count (RedressViewer *self)
{
  return self->ticket != NULL ? self->ticket->evidence->len : 0;
}

static const RedressEvidence *
get_file (RedressViewer *self, guint at)
{
  return g_ptr_array_index (self->ticket->evidence, at);
}

static const char *
get_title (RedressViewer *self, const RedressEvidence *evidence)
{
  const RedressSlot *slot =
      self->policy != NULL ? redress_policy_find_slot (self->policy, evidence->slot) : NULL;

  return slot != NULL ? redress_text_get (&slot->label, redress_language ()) : evidence->slot;
}

static void
update_cards (RedressViewer *self)
{
  gboolean two = gtk_toggle_button_get_active (self->compare);

  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = g_ptr_array_index (self->cards, i);
      gboolean current = i == self->at || (two && i == self->beside);

      gtk_widget_remove_css_class (card, "current");
      gtk_widget_remove_css_class (card, "cited");
      if (current)
        gtk_widget_add_css_class (card, "current");
      if (g_hash_table_contains (self->cited, get_file (self, i)->sha256))
        gtk_widget_add_css_class (card, "cited");
      gtk_accessible_update_state (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_STATE_SELECTED, current,
                                   -1);
    }
  self->quiet = TRUE;
  gtk_toggle_button_set_active (
      self->cite,
      count (self) > 0 && g_hash_table_contains (self->cited, get_file (self, self->at)->sha256));
  self->quiet = FALSE;
}

static void
update (RedressViewer *self)
{
  gboolean two = gtk_toggle_button_get_active (self->compare) && count (self) > 1;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->second), two);
  /* Translators: which file of how many, and the ticket's number */
  text = g_strdup_printf (_ ("%u of %u · %s"), self->at + 1, count (self),
                          self->ticket->summary->external_id);
  gtk_label_set_text (self->subtitle, text);
  update_cards (self);
}

static void
show_file (RedressViewer *self, guint at)
{
  const RedressEvidence *evidence = get_file (self, at);

  self->at = at;
  redress_evidence_view_show (self->first, self->ticket, evidence, get_title (self, evidence));
  update (self);
}

static void
show_beside (RedressViewer *self, guint at)
{
  const RedressEvidence *evidence = get_file (self, at);

  self->beside = at;
  redress_evidence_view_show (self->second, self->ticket, evidence, get_title (self, evidence));
  update (self);
}

static void
step (RedressViewer *self, int by)
{
  guint n = count (self);

  if (n > 0)
    show_file (self, (self->at + n + (guint)by) % n);
}

static void
previous_cb (RedressViewer *self)
{
  step (self, -1);
}

static void
next_cb (RedressViewer *self)
{
  step (self, 1);
}

static void
compare_cb (RedressViewer *self)
{
  guint n = count (self);

  if (gtk_toggle_button_get_active (self->compare) && n > 1)
    show_beside (self, self->beside == self->at ? (self->at + 1) % n : self->beside);
  else if (n > 0)
    {
      redress_evidence_view_clear (self->second);
      update (self);
    }
}

static void
cite_cb (RedressViewer *self)
{
  gboolean cited = gtk_toggle_button_get_active (self->cite);
  const RedressEvidence *evidence;

  if (self->quiet || count (self) == 0)
    return;
  evidence = get_file (self, self->at);
  if (cited)
    g_hash_table_add (self->cited, g_strdup (evidence->sha256));
  else
    g_hash_table_remove (self->cited, evidence->sha256);
  g_signal_emit (self, signals[CITE], 0, evidence->sha256, cited);
  update_cards (self);
}

static void
close_cb (RedressViewer *self)
{
  redress_evidence_view_clear (self->first);
  redress_evidence_view_clear (self->second);
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
shown_cb (RedressViewer *self, const char *sha256)
{
  g_signal_emit (self, signals[OPENED], 0, sha256);
}

/* A plain click shows the file; with two side by side it shows it in the second place. */
static void
card_clicked_cb (RedressViewer *self, GtkWidget *card)
{
  guint at;

  if (!g_ptr_array_find (self->cards, card, &at))
    return;
  if (gtk_toggle_button_get_active (self->compare))
    show_beside (self, at);
  else
    show_file (self, at);
}

static GtkWidget *
create_card (RedressViewer *self, const RedressEvidence *evidence)
{
  GtkWidget *card = gtk_button_new ();
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (get_title (self, evidence));
  const char *holder_label =
      redress_policy_get_code_label (self->policy, "holder", evidence->holder, redress_language ());
  GtkWidget *holder = gtk_label_new (holder_label);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (holder), 0);
  gtk_widget_add_css_class (title, "small");
  gtk_widget_add_css_class (title, "semibold");
  gtk_widget_add_css_class (holder, "caption-dim");
  gtk_box_append (GTK_BOX (lines), title);
  gtk_box_append (GTK_BOX (lines), holder);
  gtk_button_set_child (GTK_BUTTON (card), lines);
  gtk_widget_add_css_class (card, "flat");
  gtk_widget_add_css_class (card, "evidence-card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  get_title (self, evidence), -1);
  g_signal_connect_object (card, "clicked", G_CALLBACK (card_clicked_cb), self, G_CONNECT_SWAPPED);
  return card;
}

static void
fill_strip (RedressViewer *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    gtk_box_remove (self->strip, g_ptr_array_index (self->cards, i));
  g_ptr_array_set_size (self->cards, 0);
  for (guint i = 0; i < count (self); i++)
    {
      GtkWidget *card = create_card (self, get_file (self, i));

      gtk_box_append (self->strip, card);
      g_ptr_array_add (self->cards, card);
    }
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressViewer) self = user_data;
  RedressCase *found = redress_store_load_case_finish (REDRESS_STORE (source), result, NULL);

  if (found != NULL && found->ticket != NULL && self->ticket != NULL &&
      found->summary->id == self->ticket->summary->id && self->at < found->ticket->evidence->len)
    {
      g_set_object (&self->ticket, found->ticket);
      fill_strip (self);
      show_file (self, self->at);
    }
  g_clear_pointer (&found, redress_case_free);
}

/* A file that was still being prepared opens once it is ready; what is shown stays. */
static void
ticket_changed_cb (RedressViewer *self, gint64 ticket)
{
  if (self->ticket == NULL || ticket != self->ticket->summary->id ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)) || self->at >= count (self) ||
      get_file (self, self->at)->rendition_state != REDRESS_RENDITION_PENDING)
    return;
  redress_store_load_case_async (self->store, ticket, NULL, reloaded_cb, g_object_ref (self));
}

static void
hear_store (RedressViewer *self)
{
  RedressStore *store = redress_sync_get_store (self->sync);

  if (store == self->store)
    return;
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_set_object (&self->store, store);
  if (store != NULL)
    g_signal_connect_object (store, "ticket-changed", G_CALLBACK (ticket_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                RedressViewer *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if (redress_evidence_view_press (self->first, keyval, state))
    return GDK_EVENT_STOP;
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
      step (self, rtl ? 1 : -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Right:
      step (self, rtl ? -1 : 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_space:
      gtk_toggle_button_set_active (self->cite, !gtk_toggle_button_get_active (self->cite));
      return GDK_EVENT_STOP;
    case GDK_KEY_c:
      gtk_toggle_button_set_active (self->compare, !gtk_toggle_button_get_active (self->compare));
      return GDK_EVENT_STOP;
    case GDK_KEY_Escape:
      close_cb (self);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
redress_viewer_dispose (GObject *object)
{
  RedressViewer *self = REDRESS_VIEWER (object);

  g_clear_object (&self->ticket);
  g_clear_object (&self->store);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->policy, redress_policy_unref);
  G_OBJECT_CLASS (redress_viewer_parent_class)->dispose (object);
}

static void
redress_viewer_finalize (GObject *object)
{
  RedressViewer *self = REDRESS_VIEWER (object);

  g_hash_table_unref (self->cited);
  g_ptr_array_unref (self->cards);
  G_OBJECT_CLASS (redress_viewer_parent_class)->finalize (object);
}

static void
redress_viewer_class_init (RedressViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = redress_viewer_dispose;
  object_class->finalize = redress_viewer_finalize;
  signals[CLOSED] =
      g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CITE] = g_signal_new ("cite", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[OPENED] = g_signal_new ("opened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (REDRESS_TYPE_EVIDENCE_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, subtitle);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, compare);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, cite);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, first);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, second);
  gtk_widget_class_bind_template_child (widget_class, RedressViewer, strip);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
  gtk_widget_class_bind_template_callback (widget_class, cite_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
}

static void
redress_viewer_init (RedressViewer *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->cited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cards = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  /* The viewer itself takes the focus: on a button Space would press the button. */
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
redress_viewer_set_sync (RedressViewer *self, RedressSync *sync)
{
  g_return_if_fail (REDRESS_IS_VIEWER (self));

  g_set_object (&self->sync, sync);
  redress_evidence_view_set_sync (self->first, sync);
  redress_evidence_view_set_sync (self->second, sync);
}

void
redress_viewer_show (RedressViewer *self,
                     RedressTicket *ticket,
                     RedressPolicy *policy,
                     const char *sha256,
                     const char *const *cited)
{
  guint at = 0;

  g_return_if_fail (REDRESS_IS_VIEWER (self));
  g_return_if_fail (REDRESS_IS_TICKET (ticket));

  hear_store (self);
  g_set_object (&self->ticket, ticket);
  g_clear_pointer (&self->policy, redress_policy_unref);
  self->policy = redress_policy_ref (policy);
  g_hash_table_remove_all (self->cited);
  for (guint i = 0; cited != NULL && cited[i] != NULL; i++)
    g_hash_table_add (self->cited, g_strdup (cited[i]));
  for (guint i = 0; i < count (self); i++)
    if (g_strcmp0 (get_file (self, i)->sha256, sha256) == 0)
      at = i;
  fill_strip (self);
  self->beside = at;
  gtk_toggle_button_set_active (self->compare, FALSE);
  if (count (self) > 0)
    show_file (self, at);
}
