/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/loop.h"

G_BEGIN_DECLS

/* Evidence of the loop's ticket: sent by its platform, looked at by its agent. */

#define REDRESS_TEST_EVIDENCE "/v1/platforms/kameng/tickets/R-1/evidence"

/* NULL leaves a header out. */
typedef struct
{
  const char *slot;
  const char *holder;
  const char *sensitivity;
  const char *type;
  const char *name;
  const char *sha256;
} RedressTestSaid;

RedressTestAnswer *redress_test_upload (RedressLoop *loop,
                                        const char *token,
                                        const char *path,
                                        const RedressTestSaid *said,
                                        gconstpointer bytes,
                                        gsize size);
RedressTestAnswer *
redress_test_upload_text (RedressLoop *loop, const RedressTestSaid *said, const char *text);
RedressTestAnswer *
redress_test_upload_bytes (RedressLoop *loop, const RedressTestSaid *said, GBytes *bytes);
/* @taken: (transfer full) */
void redress_test_expect_problem (RedressTestAnswer *taken, guint status, const char *code);
RedressTicket *redress_test_fetch (RedressLoop *loop);
const RedressEvidence *redress_test_first_piece (RedressTicket *ticket);
/* Waits on the feed until the first piece has its renditions. */
RedressTicket *redress_test_await_renditions (RedressLoop *loop);
/* @reason: (nullable) */
RedressTestAnswer *redress_test_download (RedressLoop *loop,
                                          const char *token,
                                          const char *sha256,
                                          const char *reason);

G_END_DECLS
