/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/case-pane.h"
#include "support/folder.h"
#include "support/spin.h"
#include "sync/headless-desk.h"
#include "sync/real-server.h"

G_BEGIN_DECLS

/**
 * RedressPaneWorld:
 * @last: the last ticket that a test has taken
 *
 * One server for all tests of a program; each test has a desk of its own and takes the next ticket.
 */
typedef struct
{
  RedressTestFolder *folder;
  RedressRealServer *server;
  gint64 last;
} RedressPaneWorld;

extern RedressPaneWorld redress_pane_world;

/**
 * RedressPaneFixture:
 * @ticket: one whose first verdict needs nothing more than to be pressed
 * @steps: how often the pane wanted to go on
 *
 * A case pane in a window, with a desk that is signed in.
 */
typedef struct
{
  RedressTestFolder *folder;
  RedressHeadlessDesk desk;
  GSettings *settings;
  GtkWindow *window;
  RedressCasePane *pane;
  gint64 ticket;
  guint steps;
} RedressPaneFixture;

#define REDRESS_PANE_ADD(path, undo, func)                                                         \
  g_test_add ("/app/case-pane/" path, RedressPaneFixture, GUINT_TO_POINTER (undo),                 \
              redress_pane_fixture_set_up, func, redress_pane_fixture_tear_down)

void redress_pane_fixture_set_up (RedressPaneFixture *f, gconstpointer undo_seconds);
void redress_pane_fixture_tear_down (RedressPaneFixture *f, gconstpointer undo_seconds);
gint64 redress_pane_fixture_find_plain (RedressPaneFixture *f, gint64 after);
/* (nullable): the first label that is to be seen in @widget and has @text. */
GtkWidget *redress_pane_fixture_find_text (GtkWidget *widget, const char *text);
void redress_pane_fixture_await_text (RedressPaneFixture *f, const char *text);
void redress_pane_fixture_await_no_text (RedressPaneFixture *f, const char *text);
void redress_pane_fixture_run (RedressPaneFixture *f, const char *action);
/* Waits until the button may be pressed. */
void redress_pane_fixture_click (RedressPaneFixture *f, const char *label);
void redress_pane_fixture_press_verdict (RedressPaneFixture *f);
void redress_pane_fixture_open (RedressPaneFixture *f);
/* (transfer full) */
RedressCase *redress_pane_fixture_load (RedressPaneFixture *f);
/* Conditions for redress_test_spin_until (). */
gboolean redress_pane_fixture_is_settled (gpointer f);
gboolean redress_pane_fixture_has_draft (gpointer f);

/* The desk ends and begins again, with the same home; the window goes along. */
void redress_pane_fixture_close_desk (RedressPaneFixture *f);
void redress_pane_fixture_open_desk (RedressPaneFixture *f);
/* Waits for a dialog and presses the button @label in it. */
void redress_pane_fixture_answer (RedressPaneFixture *f, const char *label);

/* The main of a test: @add adds the tests. */
int redress_pane_fixture_run_tests (int argc, char **argv, void (*add) (void));

G_END_DECLS
