/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-title-bar.h"
#include "app/case-view.h"
#include "app/conflict-page.h"
#include "app/made-case.h"
#include "app/platforms.h"
#include "app/resources.h"

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <locale.h>

/* Draws the case page with made up tickets, to be looked at:
 * draw-case SCENE WIDTH HEIGHT light|dark FILE */

#define WIDE_FROM 720

static gboolean
is_chinese (void)
{
  return g_str_has_prefix (setlocale (LC_MESSAGES, NULL), "zh");
}

static RedressDraft *
make_draft (RedressCase *data, RedressVerdict verdict, const char *reason)
{
  RedressDraft *draft = redress_draft_new (data->summary->id);
  GPtrArray *evidence = data->ticket->evidence;
  g_autoptr (GStrvBuilder) cited = g_strv_builder_new ();

  draft->verdict = verdict;
  draft->reason_code = g_strdup (reason);
  for (guint i = evidence->len; i > 0 && i + 2 > evidence->len; i--)
    g_strv_builder_add (cited, ((RedressEvidence *)g_ptr_array_index (evidence, i - 1))->sha256);
  draft->cited = g_strv_builder_end (cited);
  return draft;
}

static RedressCase *
make_scene (const char *scene, RedressDraft **draft, RedressRole *role)
{
  RedressCase *data = g_str_equal (scene, "appeal") ? redress_made_appeal (is_chinese ())
                                                    : redress_made_review (is_chinese ());

  *role = g_str_equal (scene, "auditor") ? REDRESS_ROLE_AUDITOR : REDRESS_ROLE_AGENT;
  if (g_str_equal (scene, "fresh"))
    *draft = redress_draft_new (data->summary->id);
  else if (g_str_equal (scene, "appeal"))
    *draft = make_draft (data, REDRESS_VERDICT_PARTIAL, "value_short");
  else if (g_str_equal (scene, "override"))
    *draft = make_draft (data, REDRESS_VERDICT_ESCALATE, NULL);
  else if (g_str_equal (scene, "ask"))
    *draft = make_draft (data, REDRESS_VERDICT_NEED_INFO, NULL);
  else
    *draft = make_draft (data, REDRESS_VERDICT_APPROVE, "not_credited_unused");
  if (g_str_equal (scene, "recorded"))
    redress_made_record (data, REDRESS_OUTBOX_RECORDED, 1);
  if (g_str_equal (scene, "refused"))
    redress_made_record (data, REDRESS_OUTBOX_REFUSED, 60);
  return data;
}

static void
save_picture (GtkWidget *widget, const char *file)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  g_autoptr (GdkTexture) texture = NULL;

  gtk_test_widget_wait_for_draw (widget);
  paintable = gtk_widget_paintable_new (widget);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node, NULL);
  gdk_texture_save_to_png (texture, file);
  gsk_render_node_unref (node);
}

static void
name_platforms (RedressPolicy *policy)
{
  g_autoptr (GPtrArray) policies = g_ptr_array_new ();

  g_ptr_array_add (policies, policy);
  redress_platforms_set_policies (redress_platforms_get_default (), policies);
}

/* Buttons without their action would be drawn as if nothing could be done. */
static void
add_actions (GtkWidget *page)
{
  static const GActionEntry entries[] = {
    { "step", NULL, "i" },
    { "copy-number" },
    { "claim" },
    { "release" },
    { "check-out" },
    { "hand-over" },
    { "copy-link" },
    { "submit" },
    { "submit-next" },
    { "undo" },
    { "send-now" },
    { "acknowledge" },
    { "keep-as-draft" },
    { "resume" },
    { "view-piece", NULL, "s" },
    { "cite", NULL, "(sb)" },
    { "ask-for", NULL, "s" },
    { "open-ticket", NULL, "x" },
    { "open-case" },
    { "record-choice" },
    { "drop-mine" },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), NULL);
  gtk_widget_insert_action_group (page, "case", G_ACTION_GROUP (group));
}

static GtkWidget *
create_conflict (RedressOpenCase *open, int width)
{
  GtkWidget *page = g_object_new (REDRESS_TYPE_CONFLICT_PAGE, "vexpand", TRUE, NULL);

  redress_made_conflict (open->data, is_chinese ());
  redress_conflict_page_set_compact (REDRESS_CONFLICT_PAGE (page), width < WIDE_FROM);
  redress_conflict_page_show (REDRESS_CONFLICT_PAGE (page), open);
  return page;
}

static GtkWidget *
create_page (const char *scene, int width)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = g_object_new (REDRESS_TYPE_CASE_TITLE_BAR, "compact", width < WIDE_FROM, NULL);
  GtkWidget *view = g_object_new (REDRESS_TYPE_CASE_VIEW, "vexpand", TRUE, NULL);
  g_autoptr (RedressDraft) draft = NULL;
  RedressRole role;
  RedressCase *data = make_scene (scene, &draft, &role);
  g_autoptr (RedressOpenCase) open = redress_made_open (data, role);

  name_platforms (redress_policy_ref (data->policy));
  redress_case_view_set_compact (REDRESS_CASE_VIEW (view), width < WIDE_FROM);
  redress_case_title_bar_show (REDRESS_CASE_TITLE_BAR (bar), open);
  redress_case_view_show (REDRESS_CASE_VIEW (view), open, draft, FALSE);
  redress_decision_bar_set_status (redress_case_view_get_bar (REDRESS_CASE_VIEW (view)),
                                   g_str_equal (scene, "offline") ? REDRESS_SYNC_OFFLINE
                                                                  : REDRESS_SYNC_ONLINE);
  gtk_box_append (GTK_BOX (page), bar);
  if (g_str_equal (scene, "conflict"))
    {
      g_object_ref_sink (view);
      g_object_unref (view);
      view = create_conflict (open, width);
    }
  gtk_box_append (GTK_BOX (page), view);
  gtk_widget_add_css_class (page, "case-pane");
  add_actions (page);
  return page;
}

/* An AdwApplication would do so by itself. */
static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/org/redress/Desk/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  GtkWindow *window;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("REDRESS_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  if (argc != 6)
    {
      g_printerr ("usage: draw-case SCENE WIDTH HEIGHT light|dark FILE\n");
      return 2;
    }
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
  redress_app_register_resources ();
  load_style ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      g_str_equal (argv[4], "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                    : ADW_COLOR_SCHEME_FORCE_LIGHT);
  window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_decorated (window, FALSE);
  gtk_window_set_default_size (window, atoi (argv[2]), atoi (argv[3]));
  if (is_chinese ())
    gtk_widget_add_css_class (GTK_WIDGET (window), "zh");
  gtk_window_set_child (window, create_page (argv[1], atoi (argv[2])));
  gtk_window_present (window);
  save_picture (GTK_WIDGET (window), argv[5]);
  gtk_window_destroy (window);
  return 0;
}
