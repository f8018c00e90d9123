/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "app/text-hits.h"
#include "core/evidence-content.h"

G_BEGIN_DECLS

/**
 * RedressLogView:
 *
 * A log line by line, with numbers, times and long gaps said in words.
 */
#define REDRESS_TYPE_LOG_VIEW (redress_log_view_get_type ())
G_DECLARE_FINAL_TYPE (RedressLogView, redress_log_view, REDRESS, LOG_VIEW, AdwBin)

GtkWidget *redress_log_view_new (const RedressLog *log);
/* A plain text, line by line. */
GtkWidget *redress_log_view_new_for_text (const char *text);

G_END_DECLS
