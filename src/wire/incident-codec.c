/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/shape.h"

#include "core/summary.h"

static const RedressMember incident_members[] = {
  { REDRESS_COUNT (RedressIncident, id), .required = TRUE, .min = 1 },
  { REDRESS_CODE (RedressIncident, name), .required = TRUE },
  { REDRESS_STRV (RedressIncident, values), .max = 20 },
  { REDRESS_TIMESTAMP (RedressIncident, since) },
};

const RedressShape redress_incident_shape = {
  .members = incident_members,
  .n_members = G_N_ELEMENTS (incident_members),
  .create = (gpointer (*) (void))redress_incident_new,
  .destroy = (GDestroyNotify)redress_incident_free,
};
