/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * RedressTime:
 *
 * Microseconds since the Unix epoch, UTC. Windows turn it into local time; nothing else does.
 */
typedef gint64 RedressTime;

/**
 * REDRESS_TIME_UNKNOWN:
 *
 * The time is not known. Never a real time.
 */
#define REDRESS_TIME_UNKNOWN G_MININT64

#define REDRESS_SECOND G_GINT64_CONSTANT (1000000)
#define REDRESS_MINUTE (60 * REDRESS_SECOND)
#define REDRESS_HOUR (60 * REDRESS_MINUTE)
#define REDRESS_DAY (24 * REDRESS_HOUR)

/**
 * REDRESS_INTEGER_MAX:
 *
 * The largest integer that may stand on the wire: 2^53 - 1 (RFC 8785 by way of RFC 7493).
 */
#define REDRESS_INTEGER_MAX G_GINT64_CONSTANT (9007199254740991)

/**
 * RedressUnit:
 * @REDRESS_UNIT_FEN: Chinese fen, 1/100 yuan
 * @REDRESS_UNIT_POINTS: loyalty points
 *
 * What an amount counts. Amounts are always integers.
 */
typedef enum
{
  REDRESS_UNIT_FEN,
  REDRESS_UNIT_POINTS,
} RedressUnit;

/**
 * RedressAmount:
 * @value: how many
 * @unit: of what
 */
typedef struct
{
  gint64 value;
  RedressUnit unit;
} RedressAmount;

const char *redress_unit_to_string (RedressUnit unit);
gboolean redress_unit_from_string (const char *text, RedressUnit *unit);

G_END_DECLS
