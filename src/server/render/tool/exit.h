/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * RedressRenderExit:
 *
 * How redress-render ends. The numbers keep clear of those of prlimit, bwrap and shells. They
 * only choose the words for a failure: what was really made is measured by the caller.
 */
typedef enum
{
  REDRESS_RENDER_EXIT_GOOD = 0,
  REDRESS_RENDER_EXIT_DAMAGED = 40,
  REDRESS_RENDER_EXIT_TOO_LARGE = 41,
  REDRESS_RENDER_EXIT_USAGE = 42,
  REDRESS_RENDER_EXIT_UNSUPPORTED = 43,
} RedressRenderExit;

/* 40 megapixels: more than any phone screen or scanned page, and 120 MB once decoded. */
#define REDRESS_RENDER_MAX_PIXELS (40 * 1000 * 1000)
#define REDRESS_RENDER_MAX_SIDE 4096
/* Twice the 34x42 of an evidence card. */
#define REDRESS_RENDER_THUMB_WIDTH 68
#define REDRESS_RENDER_THUMB_HEIGHT 84
