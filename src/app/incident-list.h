/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressIncidentList:
 *
 * Many tickets of one cause, one line for each cause; when one is chosen, its name above its
 * tickets. Hidden while there is nothing to choose from.
 *
 * Signal "changed": another one was chosen, or there is nothing to choose from any more.
 */
#define REDRESS_TYPE_INCIDENT_LIST (redress_incident_list_get_type ())
G_DECLARE_FINAL_TYPE (RedressIncidentList, redress_incident_list, REDRESS, INCIDENT_LIST, GtkBox)

void
redress_incident_list_set_sync (RedressIncidentList *self, RedressSync *sync, RedressClock *clock);
/* Only an active one reads the disk and is shown. @incident: 0: none is chosen. */
void redress_incident_list_set_active (RedressIncidentList *self, gboolean active, gint64 incident);
void redress_incident_list_refresh (RedressIncidentList *self);
/* 0: none */
gint64 redress_incident_list_get_chosen (RedressIncidentList *self);
/* TRUE: the list takes the place of the tickets. */
gboolean redress_incident_list_is_listing (RedressIncidentList *self);

G_END_DECLS
