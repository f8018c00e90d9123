/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressSheetLook:
 *
 * What a sheet is drawn as: screens of a phone, photographs, or paper.
 */
typedef enum
{
  REDRESS_SHEET_LIST,    /* screen: coloured head, lines of label and value */
  REDRESS_SHEET_BILL,    /* screen: a payment, with its sum in the middle */
  REDRESS_SHEET_ORDER,   /* screen: state, goods, lines, buttons */
  REDRESS_SHEET_DIALOG,  /* screen: an order with a message over it */
  REDRESS_SHEET_TRAINS,  /* screen: trains of a day; a line's mark is the redeem mark */
  REDRESS_SHEET_PARCEL,  /* photograph: a box with its label */
  REDRESS_SHEET_WAYBILL, /* photograph: the label alone */
  REDRESS_SHEET_TICKET,  /* photograph: a train ticket of paper */
  REDRESS_SHEET_GOODS,   /* photograph: the goods on a table */
  REDRESS_SHEET_ID_CARD, /* photograph: a card that says that it is a specimen */
  REDRESS_SHEET_FORM,    /* paper: a form filled in by hand, with a stamp */
  REDRESS_SHEET_INVOICE, /* paper: an invoice */
  REDRESS_SHEET_RECORD,  /* paper: a statement printed by a platform */
} RedressSheetLook;

/**
 * RedressSheetLine:
 * @label: (nullable): %NULL for a line that is only @value
 * @value: (nullable): %NULL for a heading
 * @mark: (nullable): third column
 */
typedef struct
{
  char *label;
  char *value;
  char *mark;
  gboolean strong;
} RedressSheetLine;

/**
 * RedressSheet:
 * @title: name of the app's page or of the form
 * @headline: (nullable): the sum
 * @detail: (nullable): the state, or what the headline means
 * @item: (nullable): the goods
 * @notice: (nullable): of a dialog: its title, a line end, its text
 * @accent: 0xRRGGBB, colour of the app
 * @at: when the screen was taken; shows in the status bar
 * @turned: the photograph is stored on its side and says so in its EXIF
 *
 * What is on a picture or a page, without how it is drawn.
 */
typedef struct
{
  RedressSheetLook look;
  gboolean chinese;
  char *title;
  char *headline;
  char *detail;
  char *item;
  char *notice;
  guint32 accent;
  RedressTime at;
  gboolean turned;
  GPtrArray *lines; /* (owned) (element-type RedressSheetLine) */
} RedressSheet;

RedressSheet *redress_sheet_new (RedressSheetLook look, gboolean chinese, const char *title);
void redress_sheet_free (RedressSheet *self);
void redress_sheet_add (RedressSheet *self, const char *label, const char *value);
void redress_sheet_add_strong (RedressSheet *self, const char *label, const char *value);
void redress_sheet_add_marked (RedressSheet *self,
                               const char *label,
                               const char *value,
                               const char *mark);
void redress_sheet_add_heading (RedressSheet *self, const char *label);

/* "2026-11-16 16:38" and the like in Beijing, where all platforms are. */
char *redress_sample_local_time (RedressTime time, const char *format);
/* "328.00", "1,299.00" */
char *redress_sample_yuan (gint64 fen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSheet, redress_sheet_free)

G_END_DECLS
