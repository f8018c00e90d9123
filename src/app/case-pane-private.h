/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/case-pane.h"
#include "app/case-states.h"
#include "app/case-title-bar.h"
#include "app/case-view.h"
#include "app/decision-standing.h"
#include "app/draft-keeper.h"

G_BEGIN_DECLS

struct _RedressCasePane
{
  AdwBin parent_instance;

  GtkWidget *title_bar;
  GtkWidget *stack;
  GtkWidget *states;
  GtkWidget *view;     /* (nullable): NULL before the first ticket */
  GtkWidget *conflict; /* (nullable): with the view */

  RedressSync *sync;       /* (owned) (nullable) */
  RedressStore *store;     /* (owned) (nullable): the one whose signals are heard */
  RedressClock *clock;     /* (owned) (nullable) */
  GSettings *settings;     /* (owned) (nullable) */
  RedressOpenCase *open;   /* (owned) (nullable): what is shown */
  RedressReveals *reveals; /* (owned): masked values that are seen for a while */
  RedressTicket *looked;   /* (owned) (nullable): as it was when somebody began to write */
  RedressDraftKeeper *keeper;

  gint64 ticket;           /* 0: nothing is selected */
  GCancellable *loading;   /* (owned) (nullable): the read that is on its way */
  gboolean load_again;     /* something changed while it was */
  gboolean draft_known;    /* the form has the ticket's draft */
  gboolean reopened;       /* a conflict is decided again */
  gboolean recording;      /* a command is on its way to the disk: submits are ignored */
  gboolean resting;        /* just after a submit: a second press of the same click is ignored */
  gboolean focus_verdicts; /* once the ticket is there */
  gboolean compact;
  gboolean show_back;

  GHashTable *numbers;      /* (element-type gint64 utf8): of the tickets that were decided here */
  char *asked_about;        /* (nullable): command that a dialog asks about */
  AdwToast *obstacle_toast; /* (weak) (nullable): says why Submit did nothing */
  AdwToast *undo_toast;     /* (weak) (nullable): offers to take the last one back */

  gint64 told_ticket; /* where the server was told that this agent is */
  RedressTime told_at;
  gboolean telling;

  guint tick_id;
  guint slow_id;  /* says that the ticket is being opened */
  guint dwell_id; /* tells the sync which ticket is open */
  guint rest_id;
  guint layout_id; /* the width wants another layout */
};

enum
{
  REDRESS_CASE_PANE_STEP,
  REDRESS_CASE_PANE_VIEW_EVIDENCE,
  REDRESS_CASE_PANE_OPEN_TICKET,
  REDRESS_CASE_PANE_SHOWN,
  REDRESS_CASE_PANE_N_SIGNALS
};
extern guint redress_case_pane_signals[REDRESS_CASE_PANE_N_SIGNALS];

/* case-pane-load.c */
void redress_case_pane_load (RedressCasePane *self);
/* If the case cannot be shown yet: says why. */
gboolean redress_case_pane_show_missing (RedressCasePane *self);
void redress_case_pane_fetch_changed (RedressCasePane *self, gint64 ticket, const char *sha256);
void redress_case_pane_stop_loading (RedressCasePane *self);
void redress_case_pane_set_store (RedressCasePane *self, RedressStore *store);
RedressSyncStatus redress_case_pane_get_status (RedressCasePane *self);

/* case-pane.c */
/* What is written in the form goes to the disk. */
void redress_case_pane_keep_draft (RedressCasePane *self);

/* case-pane-actions.c */
void redress_case_pane_install_actions (GtkWidgetClass *widget_class);
void redress_case_pane_update_actions (RedressCasePane *self);

/* case-pane-presence.c */
/* Tells the server who is at the ticket, if it is time to, and shows who else is. */
void redress_case_pane_tell_presence (RedressCasePane *self);

/* case-pane-claim.c: actions */
void redress_case_pane_claim (GtkWidget *widget, const char *name, GVariant *parameter);
void redress_case_pane_hand_over (GtkWidget *widget, const char *name, GVariant *parameter);
void redress_case_pane_revoke (GtkWidget *widget, const char *name, GVariant *parameter);

/* case-pane-toast.c */
/* (nullable) (transfer none): a short note over the window. */
AdwToast *redress_case_pane_toast (RedressCasePane *self, const char *text);
/* (nullable) (transfer none): a note with a button that does @action of the pane with @target.
 * It is shown at once, for @seconds, or as long as any note if that is 0. */
AdwToast *redress_case_pane_offer (RedressCasePane *self,
                                   const char *text,
                                   guint seconds,
                                   const char *button,
                                   const char *action,
                                   GVariant *target);

/* case-pane-decide.c */
void redress_case_pane_submit (RedressCasePane *self, gboolean next);
void redress_case_pane_send_now (RedressCasePane *self);
/* Asks, then takes what cannot be read out of the outbox. */
void redress_case_pane_set_aside (RedressCasePane *self);
void redress_case_pane_acknowledge (RedressCasePane *self, gboolean keep_as_draft);
void redress_case_pane_record (RedressCasePane *self, const RedressCommand *command, gboolean next);

/* case-pane-reveal.c */
void redress_case_pane_reveal (RedressCasePane *self, const char *name);
void redress_case_pane_reveals_changed (RedressCasePane *self);
void redress_case_pane_hide_revealed (RedressCasePane *self, const char *name);

/* case-pane-pack.c */
void redress_case_pane_make_pack (RedressCasePane *self);
void redress_case_pane_open_folder (RedressCasePane *self, const char *path);

/* case-pane-enable.c */
gboolean redress_case_pane_may_export (RedressCasePane *self);

/* case-pane-undo.c */
/* The note after a decision, with Undo for as long as it can be taken back. @what: it in words. */
void redress_case_pane_offer_undo (RedressCasePane *self,
                                   const RedressOutboxEntry *entry,
                                   const char *what);
gboolean redress_case_pane_can_take_back (const RedressOutboxEntry *entry);
void redress_case_pane_take_back (RedressCasePane *self, gint64 ticket, const char *command_id);
void redress_case_pane_undo (RedressCasePane *self);
void redress_case_pane_approve_second (RedressCasePane *self);
void redress_case_pane_refuse_second (RedressCasePane *self);

/* case-pane-conflict.c */
const RedressOutboxEntry *redress_case_pane_get_conflict (RedressCasePane *self);
void redress_case_pane_open_conflict (RedressCasePane *self);
void redress_case_pane_record_choice (RedressCasePane *self);
void redress_case_pane_drop_mine (RedressCasePane *self);

G_END_DECLS
