/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/viewer-panel.h"

#include "config.h"

#include "app/compare-words.h"
#include "app/decision-check.h"
#include "app/fact-words.h"
#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"
#include "app/place-button.h"

#include <glib/gi18n.h>

struct _RedressViewerPanel
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *origin;
  GtkWidget *compared_title;
  GtkBox *compared;
  GtkGrid *about;
  GtkLabel *draft;
  GtkToggleButton *cite;

  GtkWidget *checked; /* (unowned): the word beside "Checked" */
  gboolean quiet;
  gboolean moves; /* it is a video */
};

enum
{
  CITE,
  DECIDE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressViewerPanel, redress_viewer_panel, ADW_TYPE_BIN)

static void
update_cite_label (RedressViewerPanel *self)
{
  gboolean cited = gtk_toggle_button_get_active (self->cite);

  /* A video has Space for itself. */
  if (self->moves)
    gtk_button_set_label (GTK_BUTTON (self->cite),
                          cited ? C_ ("evidence", "Cited") : _ ("Cite in the decision"));
  else
    gtk_button_set_label (GTK_BUTTON (self->cite), cited ? _ ("Cited (Space takes it back)")
                                                         : _ ("Cite in the decision (Space)"));
}

static void
cite_cb (RedressViewerPanel *self)
{
  update_cite_label (self);
  if (!self->quiet)
    g_signal_emit (self, signals[CITE], 0, gtk_toggle_button_get_active (self->cite));
}

static void
decide_cb (RedressViewerPanel *self)
{
  g_signal_emit (self, signals[DECIDE], 0);
}

static void
redress_viewer_panel_class_init (RedressViewerPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  signals[CITE] = g_signal_new ("cite", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                1, G_TYPE_BOOLEAN);
  signals[DECIDE] =
      g_signal_new ("decide", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/viewer-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressViewerPanel, title);
  gtk_widget_class_bind_template_child (widget_class, RedressViewerPanel, origin);
  gtk_widget_class_bind_template_child (widget_class, RedressViewerPanel, compared_title);
  gtk_widget_class_bind_template_child (widget_class, RedressViewerPanel, compared);
  gtk_widget_class_bind_template_child (widget_class, RedressViewerPanel, about);
  gtk_widget_class_bind_template_child (widget_class, RedressViewerPanel, draft);
  gtk_widget_class_bind_template_child (widget_class, RedressViewerPanel, cite);
  gtk_widget_class_bind_template_callback (widget_class, cite_cb);
  gtk_widget_class_bind_template_callback (widget_class, decide_cb);
}

static void
redress_viewer_panel_init (RedressViewerPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What is inside wants all the room it can get. */
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE);
  update_cite_label (self);
}

static GtkWidget *
create_comparison (RedressOpenCase *open, const RedressComparison *comparison)
{
  RedressTicket *ticket = open->data->ticket;
  RedressCompareResult result = redress_comparison_judge (comparison, ticket);
  gboolean unsaid = redress_compare_is_unsaid (ticket, comparison);
  const char *word = unsaid ? _ ("not said") : redress_compare_get_word (result);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name (unsaid ? "list-remove-symbolic"
                                                         : redress_compare_get_icon (result));
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *place =
      redress_place_button_new (open, redress_ticket_find_fact (ticket, comparison->log));
  g_autofree char *said =
      redress_fact_format (open, redress_ticket_find_fact (ticket, comparison->claim));
  g_autofree char *logged =
      redress_fact_format (open, redress_ticket_find_fact (ticket, comparison->log));
  g_autofree char *title =
      g_strdup_printf ("%s · %s", redress_text_get (&comparison->label, redress_language ()), word);
  /* Translators: one value as the customer says it, and as the platform's log has it */
  g_autofree char *values = g_strdup_printf (_ ("customer %s · log %s"), said, logged);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, unsaid ? "dim" : redress_compare_get_style (result));
  gtk_box_append (GTK_BOX (lines), redress_line_new (title, "small semibold"));
  gtk_box_append (GTK_BOX (lines), redress_line_new (values, "caption-dim numeric"));
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_widget_set_hexpand (lines, TRUE);
  if (place != NULL)
    gtk_box_append (GTK_BOX (row), place);
  return row;
}

static void
fill_compared (RedressViewerPanel *self, RedressOpenCase *open)
{
  g_autoptr (GPtrArray) comparisons = redress_compare_list (open);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->compared))) != NULL)
    gtk_box_remove (self->compared, child);
  for (guint i = 0; i < comparisons->len; i++)
    gtk_box_append (self->compared, create_comparison (open, g_ptr_array_index (comparisons, i)));
  gtk_widget_set_visible (self->compared_title, comparisons->len > 0);
}

static const char *
get_kind (const RedressEvidence *evidence)
{
  static const struct
  {
    const char *type;
    const char *kind;
  } kinds[] = {
    { REDRESS_MEDIA_TRANSCRIPT, N_ ("Chat") },  { REDRESS_MEDIA_LOG, N_ ("Log") },
    { "application/pdf", N_ ("PDF document") }, { "image/png", N_ ("PNG picture") },
    { "image/jpeg", N_ ("JPEG picture") },      { "image/webp", N_ ("WebP picture") },
    { "image/heic", N_ ("HEIC picture") },      { "video/mp4", N_ ("MP4 video") },
    { "video/webm", N_ ("WebM video") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (evidence->media_type, kinds[i].type) == 0)
      return _ (kinds[i].kind);
  return evidence->media_type;
}

static GtkWidget *
add_line (RedressViewerPanel *self, int row, const char *name, const char *value)
{
  GtkWidget *word = redress_line_new (value, "small numeric");

  gtk_widget_set_hexpand (word, TRUE);
  gtk_grid_attach (self->about, redress_line_new_whole (name, "small dim"), 0, row, 1, 1);
  gtk_grid_attach (self->about, word, 1, row, 1, 1);
  return word;
}

static void
fill_about (RedressViewerPanel *self, RedressOpenCase *open, const RedressEvidence *evidence)
{
  const RedressRendition *video = redress_evidence_find (evidence, REDRESS_USE_VIDEO, 0);
  const RedressRendition *view =
      video != NULL ? video : redress_evidence_find (evidence, REDRESS_USE_VIEW, 0);
  RedressTime now = redress_open_case_get_now (open);
  g_autofree char *size = redress_format_bytes (evidence->size);
  GtkWidget *child;
  int row = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->about))) != NULL)
    gtk_grid_remove (self->about, child);
  self->checked = add_line (self, row++, C_ ("file", "Checked"), _ ("not opened yet"));
  add_line (self, row++, C_ ("file", "Kind"), get_kind (evidence));
  add_line (self, row++, C_ ("file", "Size"), size);
  if (view != NULL && view->width > 0)
    {
      g_autofree char *measures = g_strdup_printf ("%u × %u", view->width, view->height);

      add_line (self, row++, C_ ("file", "Measures"), measures);
    }
  if (video != NULL)
    {
      g_autofree char *length =
          redress_format_play_time (video->duration_ms * G_TIME_SPAN_MILLISECOND);

      add_line (self, row++, C_ ("file", "Length"), length);
    }
  if (evidence->captured_at != REDRESS_TIME_UNKNOWN)
    {
      g_autofree char *moment = redress_format_moment (evidence->captured_at, now);

      add_line (self, row++, C_ ("file", "Made"), moment);
    }
  if (evidence->name != NULL && *evidence->name != '\0')
    add_line (self, row, C_ ("file", "Name"), evidence->name);
}

static char *
describe_draft (RedressOpenCase *open)
{
  const RedressDraft *draft = open->data->draft;
  RedressAmount amount;
  g_autofree char *text = NULL;
  const char *verdict;

  if (draft == NULL || draft->verdict == REDRESS_VERDICT_NONE)
    return g_strdup (_ ("No verdict yet"));
  verdict = redress_verdict_get_label (draft->verdict, open->data->summary->kind);
  if (!redress_decision_has_amount (draft->verdict) ||
      !redress_decision_parse_amount (open, draft, &amount))
    return g_strdup (verdict);
  text = redress_format_amount (&amount);
  return g_strdup_printf ("%s · %s", verdict, text);
}

void
redress_viewer_panel_show (RedressViewerPanel *self,
                           RedressOpenCase *open,
                           const RedressEvidence *evidence,
                           const char *title)
{
  g_return_if_fail (REDRESS_IS_VIEWER_PANEL (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));
  g_return_if_fail (evidence != NULL);

  g_autofree char *draft = describe_draft (open);
  g_autofree char *received =
      redress_format_moment (evidence->received_at, redress_open_case_get_now (open));
  /* Translators: who sent a file, such as "customer", and when it came */
  g_autofree char *origin = g_strdup_printf (
      _ ("From: %s, %s"), redress_fact_get_source_label (open, evidence->holder), received);

  self->moves = redress_evidence_find (evidence, REDRESS_USE_VIDEO, 0) != NULL;
  update_cite_label (self);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->origin, origin);
  gtk_label_set_text (self->draft, draft);
  fill_compared (self, open);
  fill_about (self, open, evidence);
}

void
redress_viewer_panel_set_verified (RedressViewerPanel *self)
{
  g_return_if_fail (REDRESS_IS_VIEWER_PANEL (self));

  if (self->checked != NULL)
    gtk_label_set_text (GTK_LABEL (self->checked), _ ("verified when opened"));
}

void
redress_viewer_panel_set_cited (RedressViewerPanel *self, gboolean cited)
{
  g_return_if_fail (REDRESS_IS_VIEWER_PANEL (self));

  self->quiet = TRUE;
  gtk_toggle_button_set_active (self->cite, cited);
  self->quiet = FALSE;
}
