/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-upload.h"

#include <stdio.h>
#include <string.h>

#include "core/timestamp.h"
#include "server/render/media.h"

#define MAX_CODE 64
#define MAX_NAME 255

static const char *const holders[] = { "customer", "platform", "seller", "station", NULL };

static gboolean
refuse (RedressResponse *response,
        guint status,
        const char *code,
        const char *title,
        const char *detail)
{
  redress_response_problem (response, status, code, title, detail);
  return FALSE;
}

static gboolean
refuse_header (RedressResponse *response, const char *header)
{
  return refuse (response, 400, "malformed", "A header is missing or wrong", header);
}

static gboolean
read_words (RedressRequest *request, RedressResponse *response, RedressEvidence *evidence)
{
  const char *slot = redress_request_get_header (request, "redress-slot");
  const char *holder = redress_request_get_header (request, "redress-holder");
  const char *sensitivity = redress_request_get_header (request, "redress-sensitivity");

  if (slot == NULL || slot[0] == '\0' || strlen (slot) > MAX_CODE)
    return refuse_header (response, "Redress-Slot");
  if (holder == NULL || !g_strv_contains (holders, holder))
    return refuse_header (response, "Redress-Holder");
  if (!redress_sensitivity_from_string (sensitivity, &evidence->sensitivity))
    return refuse_header (response, "Redress-Sensitivity");

  evidence->slot = g_strdup (slot);
  evidence->holder = g_strdup (holder);
  return TRUE;
}

/* The name is shown, never used as a path. */
static gboolean
read_name (RedressRequest *request, RedressResponse *response, RedressEvidence *evidence)
{
  const char *header = redress_request_get_header (request, "redress-name");
  g_autofree char *name = NULL;

  if (header == NULL)
    return TRUE;

  name = g_uri_unescape_string (header, NULL);
  if (name == NULL || !g_utf8_validate (name, -1, NULL) || strlen (name) > MAX_NAME)
    return refuse_header (response, "Redress-Name");

  g_strdelimit (name, "\r\n\t", ' ');
  evidence->name = g_steal_pointer (&name);
  return TRUE;
}

static gboolean
read_time (RedressRequest *request, RedressResponse *response, RedressEvidence *evidence)
{
  const char *header = redress_request_get_header (request, "redress-captured-at");

  if (header == NULL || redress_timestamp_parse (header, &evidence->captured_at, NULL))
    return TRUE;

  return refuse_header (response, "Redress-Captured-At");
}

static gsize
read_head (const char *path, guint8 *head)
{
  FILE *file = fopen (path, "rbe");
  gsize length = 0;

  if (file == NULL)
    return 0;

  length = fread (head, 1, REDRESS_MEDIA_HEAD_BYTES, file);
  fclose (file);
  return length;
}

static gboolean
check_bytes (RedressRequest *request, RedressResponse *response, RedressEvidence *evidence)
{
  const char *digest = redress_request_get_header (request, "redress-sha256");
  guint8 head[REDRESS_MEDIA_HEAD_BYTES];
  g_autoptr (GError) error = NULL;

  if (request->body_file_size == 0)
    return refuse (response, 422, "evidence_empty", "The file is empty", NULL);
  if (request->body_file_size > REDRESS_EVIDENCE_MAX_BYTES)
    return refuse (response, 413, "too_large", "The file is above 64 MiB", NULL);
  if (digest == NULL)
    return refuse_header (response, "Redress-Sha256");
  if (g_strcmp0 (digest, request->body_sha256) != 0)
    return refuse (response, 422, "digest_differs", "The file is not the one that was announced",
                   NULL);
  if (!redress_media_check (evidence->media_type, head, read_head (request->body_file, head),
                            &error))
    return refuse (response, 422, "wrong_type", "The file is not what it says", error->message);

  evidence->size = request->body_file_size;
  evidence->sha256 = g_strdup (request->body_sha256);
  return TRUE;
}

/**
 * redress_evidence_upload_read:
 * @request: a request with a file
 * @response: gets the refusal
 * @evidence: gets what is known of the file
 *
 * Returns: %FALSE if the request was refused
 */
gboolean
redress_evidence_upload_read (RedressRequest *request,
                              RedressResponse *response,
                              RedressEvidence *evidence)
{
  const char *media_type = redress_request_get_header (request, "content-type");

  if (!redress_media_is_accepted (media_type))
    return refuse (response, 415, "type_not_accepted", "Evidence is not of this type", NULL);

  evidence->media_type = g_strdup (media_type);
  evidence->received_at = request->now;
  evidence->rendition_state = REDRESS_RENDITION_PENDING;
  return read_words (request, response, evidence) && read_name (request, response, evidence) &&
         read_time (request, response, evidence) && check_bytes (request, response, evidence);
}
