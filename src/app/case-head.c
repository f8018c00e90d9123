/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-head.h"

#include "config.h"

#include "app/chip.h"
#include "app/due-words.h"
#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"
#include "app/platforms.h"

#include <glib/gi18n.h>

struct _RedressCaseHead
{
  AdwBin parent_instance;

  GtkWidget *words;
  GtkWidget *title;
  GtkWidget *quote_place;
  GtkWidget *quote_scroll; /* (owned): around a quote that is unfolded */
  GtkWidget *quote_view;
  GtkWidget *quote;
  GtkWidget *quote_text;
  GtkWidget *tile;
  GtkWidget *customer;
  GtkWidget *chips;
  GtkWidget *outer;
  GtkWidget *figures;
  GtkWidget *amount;
  GtkWidget *amount_detail;
  GtkWidget *due;
  GtkWidget *due_icon;
  GtkWidget *due_text;
  GtkWidget *due_detail;
  GtkWidget *arithmetic;

  RedressOpenCase *open; /* (owned) (nullable) */
  char *quoted;          /* (nullable): the customer's words */
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (RedressCaseHead, redress_case_head, ADW_TYPE_BIN)

static const char *
get_ground (RedressOpenCase *open)
{
  const char *code = open->data->summary->reason_code;
  const RedressGround *ground = open->data->policy != NULL && code != NULL
                                    ? redress_policy_find_ground (open->data->policy, code)
                                    : NULL;

  return ground != NULL ? redress_text_get (&ground->label, redress_language ()) : NULL;
}

static char *
format_title (RedressOpenCase *open)
{
  RedressSummary *summary = open->data->summary;
  const char *what = summary->title != NULL ? summary->title : "";
  const char *ground = get_ground (open);

  switch (summary->kind)
    {
    case REDRESS_KIND_APPEAL:
      /* Translators: title of a ticket; %s is the ground, such as "top-up amount differs" */
      return g_strdup_printf (_ ("Appeal: %s"), ground != NULL ? ground : what);
    case REDRESS_KIND_RECHECK:
      return g_strdup_printf (_ ("Payment re-check: %s"), what);
    case REDRESS_KIND_REFUND_CHASE:
      return g_strdup_printf (_ ("Refund chase: %s"), what);
    case REDRESS_KIND_REVIEW:
    default:
      /* Translators: title of a ticket; %s is what was bought */
      return g_strdup_printf (_ ("Cancel: %s"), what);
    }
}

static char *
format_customer (RedressOpenCase *open)
{
  RedressTicket *ticket = open->data->ticket;
  RedressPolicy *policy = open->data->policy;
  const char *language = redress_language ();
  GString *line = g_string_new (open->data->summary->customer_name);

  if (ticket == NULL || policy == NULL)
    return g_string_free (line, FALSE);
  if (ticket->customer.tier != NULL && *ticket->customer.tier != '\0')
    g_string_append_printf (
        line, " · %s",
        redress_policy_get_code_label (policy, "tier", ticket->customer.tier, language));
  if (ticket->order.payment_method != NULL && *ticket->order.payment_method != '\0')
    g_string_append_printf (line, " · %s",
                            redress_policy_get_code_label (policy, "payment_method",
                                                           ticket->order.payment_method, language));
  return g_string_free (line, FALSE);
}

static void
add_cancels_chip (RedressCaseHead *self)
{
  RedressTicket *ticket = self->open->data->ticket;
  gint64 limit = redress_policy_get_limit (self->open->data->policy, "cancels_90d", G_MAXINT64);
  gint64 cancels = ticket->customer.cancels_90d;
  g_autofree char *text = NULL;

  if (cancels <= 0)
    return;
  text =
      g_strdup_printf (ngettext ("%d cancel in 90 days", "%d cancels in 90 days", (gulong)cancels),
                       (int)MIN (cancels, G_MAXINT));
  gtk_box_append (GTK_BOX (self->chips),
                  redress_chip_new (text, cancels > limit ? "dialog-warning-symbolic" : NULL,
                                    cancels > limit ? "warn" : ""));
}

static void
fill_chips (RedressCaseHead *self)
{
  static const guint shown[] = { REDRESS_BADGE_COMPLAINT, REDRESS_BADGE_EFFECT_FAILED,
                                 REDRESS_BADGE_RACE,      REDRESS_BADGE_NEW_EVIDENCE,
                                 REDRESS_BADGE_FOUR_EYES, REDRESS_BADGE_SUPERVISOR,
                                 REDRESS_BADGE_PEAK };
  guint badges = self->open->data->summary->badges;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    if (badges & shown[i])
      gtk_box_append (GTK_BOX (self->chips), redress_chip_new (redress_badge_get_label (shown[i]),
                                                               redress_badge_get_icon (shown[i]),
                                                               redress_badge_get_style (shown[i])));
  if (self->open->data->ticket != NULL && self->open->data->policy != NULL)
    add_cancels_chip (self);
}

static char *
format_amount_detail (RedressOpenCase *open)
{
  RedressTicket *ticket = open->data->ticket;
  RedressAmount asked = open->data->summary->amount;
  g_autofree char *paid = NULL;

  if (ticket == NULL)
    return g_strdup ("");
  if (ticket->order.paid.value == asked.value)
    return g_strdup_printf (ngettext ("full amount, %u line", "full amount, %u lines",
                                      MAX (ticket->order.lines->len, 1)),
                            MAX (ticket->order.lines->len, 1));
  paid = redress_format_amount (&ticket->order.paid);
  /* Translators: below the amount that is asked for; %s is the amount that was paid */
  return g_strdup_printf (_ ("of %s paid"), paid);
}

/* (transfer full): in one paragraph, for the lines of a label are limited for each of them. */
static char *
join_paragraphs (const char *text)
{
  GString *line = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      g_string_append_unichar (line, g_unichar_isspace (c) ? ' ' : c);
    }
  return g_string_free (line, FALSE);
}

/* What scrolls is never lower than its bar, so two lines stand by themselves. */
static void
place_quote (RedressCaseHead *self, gboolean folded)
{
  AdwBin *place = ADW_BIN (self->quote_place);
  GtkViewport *view = GTK_VIEWPORT (self->quote_view);

  if (folded == (adw_bin_get_child (place) == self->quote))
    return;
  g_object_ref (self->quote);
  adw_bin_set_child (place, NULL);
  gtk_viewport_set_child (view, folded ? NULL : self->quote);
  adw_bin_set_child (place, folded ? self->quote : self->quote_scroll);
  g_object_unref (self->quote);
}

/* The customer's words may be long: two lines, all of them at a press, and then the decision must
 * not be pushed off the page. */
static void
fold_quote (RedressCaseHead *self, gboolean folded)
{
  GtkLabel *label = GTK_LABEL (self->quote_text);
  g_autofree char *joined = folded ? join_paragraphs (self->quoted) : NULL;

  gtk_label_set_text (label, folded ? joined : self->quoted);
  gtk_label_set_lines (label, folded ? 2 : -1);
  gtk_label_set_ellipsize (label, folded ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  place_quote (self, folded);
}

static void
show_quote (RedressCaseHead *self)
{
  RedressCase *data = self->open->data;
  const char *words = data->ticket != NULL && data->ticket->reason_full != NULL
                          ? data->ticket->reason_full
                          : data->summary->reason_text;
  gboolean any = words != NULL && *words != '\0';

  gtk_widget_set_visible (self->quote_place, any);
  if (!any)
    return;
  g_free (self->quoted);
  /* Translators: quotation marks of the language around the customer's words */
  self->quoted = g_strdup_printf (_ ("“%s”"), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->quote), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->quoted, -1);
  fold_quote (self, TRUE);
}

static void
quote_clicked_cb (RedressCaseHead *self)
{
  fold_quote (self, gtk_label_get_lines (GTK_LABEL (self->quote_text)) < 0);
  gtk_widget_grab_focus (self->quote);
}

static gboolean
query_quote_tooltip_cb (RedressCaseHead *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (self->quote_text))))
    return FALSE;
  gtk_tooltip_set_text (tooltip, self->quoted);
  return TRUE;
}

/* The same as in the popover, for a pointer that rests; never above it. */
static gboolean
query_due_tooltip_cb (RedressCaseHead *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  GtkPopover *popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->due));

  if (gtk_widget_get_visible (GTK_WIDGET (popover)))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (self->arithmetic)));
  return TRUE;
}

/* "2 h 14 min" beside an alarm clock needs no more words. */
static char *
format_big_due (RedressSummary *summary, RedressDueStage stage, RedressTime now)
{
  g_autofree char *span = NULL;

  if ((stage != REDRESS_DUE_STAGE_CALM && stage != REDRESS_DUE_STAGE_SOON) ||
      summary->due_at == REDRESS_TIME_UNKNOWN)
    return redress_format_due (summary, now);
  span = redress_format_span (summary->due_at - now);
  /* Translators: time that is left, in big letters beside a clock; Chinese: "剩 %s" */
  return g_strdup_printf (C_ ("big", "%s"), span);
}

static void
show_due (RedressCaseHead *self)
{
  RedressSummary *summary = self->open->data->summary;
  RedressPolicy *policy = self->open->data->policy;
  RedressTime now = redress_open_case_get_now (self->open);
  gint64 soon = redress_platforms_get_soon_minutes (redress_platforms_get_default (), summary->flow,
                                                    summary->kind);
  RedressDueStage stage = redress_due_get_stage (summary, now, soon);
  const char *styles[] = { redress_due_stage_get_style (stage), NULL };
  g_autofree char *left = redress_format_due (summary, now);
  g_autofree char *detail = self->compact && summary->due_at != REDRESS_TIME_UNKNOWN
                                ? redress_format_moment (summary->due_at, now)
                                : redress_due_describe (summary, policy, now);
  g_autofree char *arithmetic =
      redress_due_explain (summary, self->open->data->ticket, policy, now);
  g_autofree char *big = format_big_due (summary, stage, now);
  g_autofree char *label = g_strdup_printf ("%s, %s", left, detail);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->due_icon), redress_due_stage_get_icon (stage));
  gtk_label_set_text (GTK_LABEL (self->due_text), big);
  gtk_widget_set_css_classes (gtk_widget_get_parent (self->due_text), styles);
  gtk_label_set_text (GTK_LABEL (self->due_detail), detail);
  gtk_label_set_text (GTK_LABEL (self->arithmetic), arithmetic);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->due), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

void
redress_case_head_show (RedressCaseHead *self, RedressOpenCase *open)
{
  RedressSummary *summary;

  g_return_if_fail (REDRESS_IS_CASE_HEAD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  g_set_object (&self->open, open);
  summary = open->data->summary;
  g_autofree char *title = format_title (open);
  g_autofree char *customer = format_customer (open);
  g_autofree char *amount = redress_format_amount (&summary->amount);
  g_autofree char *detail = format_amount_detail (open);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (
      GTK_LABEL (self->tile),
      redress_platforms_get_tile (redress_platforms_get_default (), summary->platform));
  gtk_label_set_text (GTK_LABEL (self->customer), customer);
  gtk_label_set_text (GTK_LABEL (self->amount), amount);
  gtk_label_set_text (GTK_LABEL (self->amount_detail), detail);
  show_quote (self);
  fill_chips (self);
  show_due (self);
}

void
redress_case_head_tick (RedressCaseHead *self)
{
  g_return_if_fail (REDRESS_IS_CASE_HEAD (self));

  if (self->open != NULL)
    show_due (self);
}

void
redress_case_head_set_compact (RedressCaseHead *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_CASE_HEAD (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  g_object_ref (self->figures);
  if (compact)
    {
      gtk_box_remove (GTK_BOX (self->outer), self->figures);
      gtk_box_insert_child_after (GTK_BOX (self->words), self->figures, self->title);
    }
  else
    {
      gtk_box_remove (GTK_BOX (self->words), self->figures);
      gtk_box_append (GTK_BOX (self->outer), self->figures);
    }
  g_object_unref (self->figures);
  if (compact)
    gtk_widget_add_css_class (self->figures, "compact");
  else
    gtk_widget_remove_css_class (self->figures, "compact");
  gtk_box_set_spacing (GTK_BOX (self->figures), compact ? 9 : 14);
  gtk_widget_set_visible (self->amount_detail, !compact);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_parent (self->due_detail)),
                                  compact ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (gtk_widget_get_parent (self->due_detail)), compact ? 8 : 0);
  redress_case_head_tick (self);
}

static void
redress_case_head_dispose (GObject *object)
{
  RedressCaseHead *self = REDRESS_CASE_HEAD (object);

  g_clear_object (&self->open);
  g_clear_pointer (&self->quoted, g_free);
  G_OBJECT_CLASS (redress_case_head_parent_class)->dispose (object);
}

static void
redress_case_head_class_init (RedressCaseHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_case_head_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/case-head.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, words);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, title);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, quote_place);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, quote_scroll);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, quote_view);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, quote);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, quote_text);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, tile);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, customer);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, chips);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, outer);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, figures);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, amount);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, amount_detail);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, due);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, due_icon);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, due_text);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, due_detail);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseHead, arithmetic);
  gtk_widget_class_bind_template_callback (widget_class, quote_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_quote_tooltip_cb);
  gtk_widget_class_bind_template_callback (widget_class, query_due_tooltip_cb);
}

static void
redress_case_head_init (RedressCaseHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  redress_line_set_up (GTK_LABEL (self->title));
  redress_line_set_up (GTK_LABEL (self->customer));
  redress_line_set_up (GTK_LABEL (self->due_detail));
}
