/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/after-paint.h"
#include "app/case-pane.h"
#include "app/panes.h"
#include "app/queue-pane.h"
#include "app/sidebar.h"
#include "app/sign-in-page.h"
#include "app/viewer.h"
#include "app/window.h"

G_BEGIN_DECLS

struct _RedressWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *pages;
  AdwBin *notice; /* at the foot of the desk */
  RedressPanes *panes;
  RedressSidebar *sidebar;
  RedressQueuePane *queue_pane;
  RedressCasePane *case_pane;
  AdwBin *cover;
  RedressViewer *viewer; /* (nullable): in @cover, when it was wanted once */
  AdwBin *sign_in;
  RedressSignInPage *sign_in_page; /* (nullable): in @sign_in, when it was wanted once */

  RedressSync *sync;
  RedressClock *clock;
  GSettings *settings;
  RedressStore *store; /* (owned) (nullable): the one whose signals are heard */
  RedressView view;
  char *platform;
  RedressTime leaving_at;
  guint tick_id;
  guint counts_id;
  gboolean queue_follows; /* it shows the opened ticket once the case is painted */
  RedressAfterPaint after_paint;
  guint n_passed; /* tickets that could not be taken since the next one was asked for */
  GCancellable *cancellable;
};

void redress_window_install_actions (GtkWidgetClass *widget_class);
/* What the window was like when it was closed last. */
void redress_window_restore (RedressWindow *self);
void redress_window_keep (RedressWindow *self);
/* Tells the store how much may stay on this computer. */
void redress_window_apply_limits (RedressWindow *self);
void redress_window_show_view (RedressWindow *self, RedressView view, const char *platform);

G_END_DECLS
