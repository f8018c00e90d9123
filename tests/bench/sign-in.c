/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/bench-home.h"
#include "support/spin.h"
#include "sync/secrets.h"

#include <stdlib.h>

/* Puts what a desk that was signed in finds at its start into the Secret Service of the session:
 * the token of its account and the key of its disk. */

static void
store (RedressSecret secret, const char *key, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_secrets_store_async (secret, key, text, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the Secret Service");
  if (!redress_secrets_store_finish (result, &error))
    g_error ("%s", error->message);
}

int
main (int argc, char **argv)
{
  const guint8 seal_key[32] = { 1, 2, 3 };
  g_autofree char *key = redress_home_get_key (REDRESS_BENCH_SERVER, REDRESS_BENCH_ACCOUNT);
  g_autofree char *text = g_base64_encode (seal_key, sizeof seal_key);

  store (REDRESS_SECRET_SEAL_KEY, key, text);
  store (REDRESS_SECRET_REFRESH_TOKEN, key, "a token that no server knows");
  return EXIT_SUCCESS;
}
