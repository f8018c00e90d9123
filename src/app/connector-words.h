/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/connector.h"

G_BEGIN_DECLS

/* "Decision", for "decision.effective"; the code itself where it is a newer one. */
const char *redress_telling_get_label (const RedressTelling *telling);
/* (transfer full): "Stopped by Chen, today 10:12: …", then how many wait and were given up. */
char *redress_connector_describe (const RedressConnector *connector, RedressTime now);
/* (transfer full): when it was made, how often it was tried, and what comes next. */
char *redress_telling_describe (const RedressConnectors *connectors,
                                const RedressTelling *telling,
                                RedressTime now);
/* (transfer full) (nullable): "503: no room"; what the platform said to the last try. */
char *redress_telling_describe_answer (const RedressTelling *telling);

/* Word, icon and style of the chip that says how far it came. */
typedef struct
{
  const char *label;
  const char *icon;
  const char *style;
} RedressTellingLook;

RedressTellingLook redress_telling_get_look (const RedressTelling *telling);

G_END_DECLS
