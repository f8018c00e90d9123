/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define REDRESS_SHEET_COLUMNS 4

/**
 * RedressSheet:
 *
 * Pages of A4 that fill from top to bottom. Rows of a table break across pages, with the head of
 * the table above each part.
 */
typedef struct _RedressSheet RedressSheet;

typedef struct
{
  const char *title;
  const char *language;
  const char *foot;        /* stands at the foot of each page */
  const char *page_format; /* "Page %u of %u" */
  const char *created;     /* ISO 8601 */
} RedressSheetLabels;

/* Fills a sheet. Called twice: how many pages there are is known after the first time. */
typedef void (*RedressSheetFunc) (RedressSheet *self, gpointer data);

GBytes *redress_sheet_make (const RedressSheetLabels *labels,
                            RedressSheetFunc fill,
                            gpointer data,
                            GCancellable *cancellable,
                            GError **error);
void redress_sheet_add_title (RedressSheet *self, const char *text);
void redress_sheet_add_heading (RedressSheet *self, const char *text);
void redress_sheet_add_text (RedressSheet *self, const char *text);
/* In grey and small. */
void redress_sheet_add_remark (RedressSheet *self, const char *text);
/* A text of somebody, with a line beside it. */
void redress_sheet_add_quote (RedressSheet *self, const char *text);
/* @shares: of the width, in per cent, 0 after the last; @heads: (nullable) elements. */
void redress_sheet_begin_table (RedressSheet *self, const guint *shares, const char *const *heads);
void redress_sheet_add_row (RedressSheet *self, const char *const *cells);
void redress_sheet_end_table (RedressSheet *self);

G_END_DECLS
