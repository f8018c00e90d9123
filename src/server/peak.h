/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/* Peaks: declared, ended and cancelled by supervisors. On the database thread. */

/**
 * RedressPeakCall:
 * @actor: the account that asks
 * @peak: (owned): what it is about; one that is declared gets its id
 * @n_tickets: how many open tickets it may touch, once it worked
 * @status: 0, or why it was refused: 403, 404, 409 or 422
 * @code: stable code of the refusal
 * @title: the refusal, for people
 */
typedef struct
{
  RedressServer *server;
  const RedressAccount *actor;
  RedressTime now;
  RedressPeak *peak;
  gint64 n_tickets;
  guint status;
  const char *code;
  const char *title;
} RedressPeakCall;

/* FALSE: refused, or an error of the database. */
gboolean redress_peak_declare (RedressPeakCall *call, GError **error);
/* From now on no more tickets come under it; those that did stay so. */
gboolean redress_peak_end (RedressPeakCall *call, gint64 id, GError **error);
/* As if it had not been. */
gboolean redress_peak_cancel (RedressPeakCall *call, gint64 id, GError **error);
void redress_peak_call_clear (RedressPeakCall *call);

/* GET /v1/peaks */
void redress_handle_list_peaks (RedressRequest *request, RedressResponse *response);
/* POST /v1/peaks */
void redress_handle_declare_peak (RedressRequest *request, RedressResponse *response);
/* POST /v1/peaks/{id}/end */
void redress_handle_end_peak (RedressRequest *request, RedressResponse *response);
/* POST /v1/peaks/{id}/cancel */
void redress_handle_cancel_peak (RedressRequest *request, RedressResponse *response);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressPeakCall, redress_peak_call_clear)

G_END_DECLS
