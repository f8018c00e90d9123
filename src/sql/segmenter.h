/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of the longest token. What is longer is cut, in texts and in queries alike. */
#define REDRESS_SEGMENT_MAX 96

/**
 * RedressSegmentKind:
 * @REDRESS_SEGMENT_WORD: letters or digits
 * @REDRESS_SEGMENT_PAIR: two neighbouring characters of a script without spaces
 * @REDRESS_SEGMENT_LAST: the last character of a run of such characters
 */
typedef enum
{
  REDRESS_SEGMENT_WORD,
  REDRESS_SEGMENT_PAIR,
  REDRESS_SEGMENT_LAST,
} RedressSegmentKind;

/**
 * RedressSegment:
 * @kind: what it is
 * @text: folded, not terminated
 * @length: bytes of @text
 * @start: where it begins in the original
 * @end: where it ends in the original
 * @is_alone: of LAST: the run has no other character
 */
typedef struct
{
  RedressSegmentKind kind;
  char text[REDRESS_SEGMENT_MAX];
  gsize length;
  gsize start;
  gsize end;
  gboolean is_alone;
} RedressSegment;

/**
 * RedressSegmenter:
 *
 * Cuts a text into what can be searched for. Lives on the stack.
 */
typedef struct
{
  const char *text;
  gsize length;
  gsize offset;
  gboolean is_in_run; /* the character before @offset belongs to the same run */
} RedressSegmenter;

void redress_segmenter_init (RedressSegmenter *self, const char *text, gsize length);
gboolean redress_segmenter_next (RedressSegmenter *self, RedressSegment *segment);

G_END_DECLS
