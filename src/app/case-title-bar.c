/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-title-bar.h"

#include "config.h"

#include "app/format.h"
#include "app/labels.h"
#include "app/late-menu.h"
#include "app/platforms.h"
#include "core/permission.h"

#include <glib/gi18n.h>

struct _RedressCaseTitleBar
{
  AdwBin parent_instance;

  GtkWidget *back;
  GtkWidget *title;
  GtkWidget *number;
  GtkWidget *subtitle;
  GtkWidget *claim;
  GtkWidget *claim_icon;
  GtkWidget *claim_text;
  GtkWidget *claim_button;
  GtkWidget *onlookers;
  GtkWidget *onlookers_text;
  GtkWidget *menu;
  GMenuModel *claim_menu;

  RedressOpenCase *open; /* (owned) (nullable) */
  gboolean show_back;
  gboolean compact;
};

typedef enum
{
  PROP_SHOW_BACK = 1,
  PROP_COMPACT,
} RedressCaseTitleBarProperty;

static GParamSpec *properties[PROP_COMPACT + 1];

G_DEFINE_FINAL_TYPE (RedressCaseTitleBar, redress_case_title_bar, ADW_TYPE_BIN)

static char *
format_subtitle (RedressSummary *summary, const char *ground)
{
  const char *kind = redress_kind_get_label (summary->kind);
  const char *platform =
      redress_platforms_get_title (redress_platforms_get_default (), summary->platform);

  return ground != NULL ? g_strdup_printf ("%s · %s · %s", kind, platform, ground)
                        : g_strdup_printf ("%s · %s", kind, platform);
}

/* "14 min"; hours where it was checked out. */
static char *
format_left (const RedressClaim *claim, RedressTime now)
{
  return redress_format_span (MAX (claim->lease_until - now, 0));
}

static char *
format_mine (RedressCaseTitleBar *self, const RedressClaim *claim, RedressTime now)
{
  g_autofree char *left = format_left (claim, now);

  if (claim->lease_until <= now)
    return g_strdup (self->compact ? "0" : _ ("Yours, lapsed"));
  if (self->compact)
    return g_steal_pointer (&left);
  if (claim->mode == REDRESS_CLAIM_OFFLINE)
    /* Translators: taken for work without a network; %s is the time left, such as "7 h 12 min" */
    return g_strdup_printf (_ ("Checked out, %s"), left);
  /* Translators: the ticket is claimed by me; %s is the time left, such as "14 min" */
  return g_strdup_printf (_ ("Yours, %s"), left);
}

static void
set_claim (RedressCaseTitleBar *self, const char *icon, const char *style, const char *text)
{
  const char *styles[] = { style, NULL };
  gboolean mine = redress_open_case_is_mine (self->open);

  /* The ticket's number can be shortened, the minutes left cannot. */
  gtk_label_set_ellipsize (GTK_LABEL (self->claim_text),
                           mine ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (self->claim_text), mine ? -1 : 8);

  gtk_image_set_from_icon_name (GTK_IMAGE (self->claim_icon), icon);
  gtk_widget_set_css_classes (self->claim, styles);
  gtk_label_set_text (GTK_LABEL (self->claim_text), text);
}

/* Returns whether somebody holds the ticket. */
static gboolean
update_claim (RedressCaseTitleBar *self)
{
  const RedressClaim *claim = self->open->data->summary->claim;
  const RedressClaim *foreign = redress_open_case_get_foreign_claim (self->open);
  RedressTime now = redress_open_case_get_now (self->open);
  g_autofree char *text = NULL;

  if (redress_open_case_is_mine (self->open))
    {
      text = format_mine (self, claim, now);
      set_claim (self,
                 claim->mode == REDRESS_CLAIM_OFFLINE ? "folder-download-symbolic"
                                                      : "changes-prevent-symbolic",
                 "acc-c", text);
      return TRUE;
    }
  if (foreign == NULL)
    return FALSE;
  text = self->compact ? g_strdup (foreign->holder_name)
                       : g_strdup_printf (_ ("%s works on it"), foreign->holder_name);
  set_claim (self, "avatar-default-symbolic", "dim", text);
  return TRUE;
}

static void
update_claim_visible (RedressCaseTitleBar *self)
{
  gboolean held = FALSE, may_work = FALSE;

  if (self->open != NULL)
    {
      held = update_claim (self);
      may_work = self->open->account != NULL &&
                 redress_role_may (self->open->account->role, REDRESS_ACTION_WORK) &&
                 self->open->data->summary->state == REDRESS_STATE_OPEN;
    }
  gtk_widget_set_visible (self->claim, held);
  gtk_widget_set_visible (self->claim_button, !held && may_work);
  gtk_widget_set_visible (self->menu, self->open != NULL);
}

static const char *
get_ground (RedressOpenCase *open)
{
  const char *code = open->data->summary->reason_code;
  const RedressGround *ground = open->data->policy != NULL && code != NULL
                                    ? redress_policy_find_ground (open->data->policy, code)
                                    : NULL;

  return ground != NULL ? redress_text_get (&ground->label, redress_language ()) : NULL;
}

void
redress_case_title_bar_show (RedressCaseTitleBar *self, RedressOpenCase *open)
{
  g_return_if_fail (REDRESS_IS_CASE_TITLE_BAR (self));

  g_set_object (&self->open, open);
  gtk_widget_set_visible (self->title, open != NULL);
  if (open != NULL)
    {
      g_autofree char *subtitle =
          format_subtitle (open->data->summary, self->compact ? NULL : get_ground (open));

      gtk_label_set_text (GTK_LABEL (self->number), open->data->summary->external_id);
      gtk_widget_set_tooltip_text (self->number, open->data->summary->external_id);
      gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle);
    }
  update_claim_visible (self);
}

void
redress_case_title_bar_set_onlookers (RedressCaseTitleBar *self, const char *words)
{
  g_return_if_fail (REDRESS_IS_CASE_TITLE_BAR (self));

  gtk_widget_set_visible (self->onlookers, words != NULL);
  gtk_widget_set_tooltip_text (self->onlookers, words);
  gtk_label_set_text (GTK_LABEL (self->onlookers_text), words != NULL ? words : "");
  gtk_widget_set_visible (self->onlookers_text, !self->compact);
}

void
redress_case_title_bar_tick (RedressCaseTitleBar *self)
{
  g_return_if_fail (REDRESS_IS_CASE_TITLE_BAR (self));

  update_claim_visible (self);
}

static void
redress_case_title_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RedressCaseTitleBar *self = REDRESS_CASE_TITLE_BAR (object);

  switch ((RedressCaseTitleBarProperty)id)
    {
    case PROP_SHOW_BACK:
      g_value_set_boolean (value, self->show_back);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redress_case_title_bar_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  RedressCaseTitleBar *self = REDRESS_CASE_TITLE_BAR (object);
  gboolean *field = id == PROP_SHOW_BACK ? &self->show_back : &self->compact;

  if (*field == g_value_get_boolean (value))
    return;
  *field = g_value_get_boolean (value);
  if (id == PROP_COMPACT)
    redress_case_title_bar_show (self, self->open);
  g_object_notify_by_pspec (object, pspec);
}

static void
redress_case_title_bar_dispose (GObject *object)
{
  RedressCaseTitleBar *self = REDRESS_CASE_TITLE_BAR (object);

  g_clear_object (&self->open);
  G_OBJECT_CLASS (redress_case_title_bar_parent_class)->dispose (object);
}

static void
redress_case_title_bar_class_init (RedressCaseTitleBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = redress_case_title_bar_get_property;
  object_class->set_property = redress_case_title_bar_set_property;
  object_class->dispose = redress_case_title_bar_dispose;
  properties[PROP_SHOW_BACK] =
      g_param_spec_boolean ("show-back", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] =
      g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/case-title-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, back);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, title);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, number);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, subtitle);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, claim);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, claim_icon);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, claim_text);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, claim_button);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, onlookers);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, onlookers_text);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, menu);
  gtk_widget_class_bind_template_child (widget_class, RedressCaseTitleBar, claim_menu);
}

static void
redress_case_title_bar_init (RedressCaseTitleBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  redress_late_menu_set (GTK_MENU_BUTTON (self->menu), self->claim_menu);
  update_claim_visible (self);
}
