/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/redaction.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_SENSITIVITY_LOW,
  REDRESS_SENSITIVITY_PERSONAL,
  REDRESS_SENSITIVITY_ACCOUNT,
  REDRESS_SENSITIVITY_SECRET,
  REDRESS_SENSITIVITY_BIOMETRIC,
} RedressSensitivity;

typedef enum
{
  REDRESS_RENDITION_PENDING,
  REDRESS_RENDITION_READY,
  REDRESS_RENDITION_FAILED,
  REDRESS_RENDITION_UNAVAILABLE,
} RedressRenditionState;

typedef enum
{
  REDRESS_USE_VIEW,
  REDRESS_USE_THUMB,
  REDRESS_USE_PAGE,
  REDRESS_USE_POSTER,
  REDRESS_USE_VIDEO,
} RedressRenditionUse;

/**
 * RedressRendition:
 * @use: what it is for
 * @page: 1-based page of a document, 0 where there are no pages
 * @media_type: image/png, image/jpeg, video/webm, or the transcript and log types
 * @sha256: 64 lower-case hex digits over its bytes
 * @size: bytes
 * @duration_ms: how long a video plays, 0 where nothing moves
 *
 * A harmless copy made by the server in a sandbox. A desk decodes nothing else.
 */
typedef struct
{
  RedressRenditionUse use;
  guint page;
  char *media_type;
  char *sha256;
  gint64 size;
  guint width;
  guint height;
  guint duration_ms;
} RedressRendition;

/**
 * RedressEvidence:
 * @id: number within the server
 * @slot: typed place of the policy, such as "channel_log"
 * @holder: "customer", "platform", "seller", "station"
 * @name: the file's name as it was sent, may be empty
 * @sha256: digest of the original's bytes
 * @masked: its renditions are shown to nobody who did not say why
 * @blurred: somebody found that nobody has to see it without asking for it
 *
 * One piece of evidence. Bytes never change; a new version is new evidence.
 */
typedef struct
{
  gint64 id;
  char *slot;
  char *holder;
  char *name;
  RedressSensitivity sensitivity;
  char *media_type;
  gint64 size;
  char *sha256;
  RedressTime captured_at;
  RedressTime received_at;
  RedressRenditionState rendition_state;
  char *rendition_reason; /* (nullable): a code, why there is none */
  GPtrArray *renditions;  /* (owned) (element-type RedressRendition) */
  gboolean masked;
  gboolean blurred;
  GPtrArray *redactions; /* (owned) (element-type RedressRedaction), by time */
} RedressEvidence;

/* From here on the renditions of a piece, and the values of a fact, are masked. */
#define REDRESS_SENSITIVITY_MASKED REDRESS_SENSITIVITY_ACCOUNT

#define REDRESS_MEDIA_TRANSCRIPT "application/vnd.redress.transcript+json"
#define REDRESS_MEDIA_LOG "application/vnd.redress.log+json"

const char *redress_sensitivity_to_string (RedressSensitivity sensitivity);
gboolean redress_sensitivity_from_string (const char *text, RedressSensitivity *sensitivity);
const char *redress_rendition_state_to_string (RedressRenditionState state);
gboolean redress_rendition_state_from_string (const char *text, RedressRenditionState *state);
const char *redress_rendition_use_to_string (RedressRenditionUse use);
gboolean redress_rendition_use_from_string (const char *text, RedressRenditionUse *use);

RedressRendition *redress_rendition_new (void);
void redress_rendition_free (RedressRendition *self);
RedressEvidence *redress_evidence_new (void);
void redress_evidence_free (RedressEvidence *self);
/* (nullable): the first rendition for @use; @page 0 takes any page. */
const RedressRendition *
redress_evidence_find (const RedressEvidence *self, RedressRenditionUse use, guint page);
guint redress_evidence_count_pages (const RedressEvidence *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRendition, redress_rendition_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressEvidence, redress_evidence_free)

G_END_DECLS
