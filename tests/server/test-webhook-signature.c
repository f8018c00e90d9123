/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/sender.h"
#include "server/webhook/signature.h"

/* The example of the Standard Webhooks specification. */
static void
test_vector (void)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", &length);
  g_autoptr (GBytes) secret = g_bytes_new (bytes, length);
  g_autofree char *text = redress_webhook_secret_format (secret);
  g_autofree char *signature = redress_webhook_sign (
      secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", G_GINT64_CONSTANT (1614265330) * REDRESS_SECOND,
      "{\"test\": 2432232314}");

  g_assert_cmpstr (text, ==, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  g_assert_cmpstr (signature, ==, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

static void
test_delays (void)
{
  static const gint64 minutes[] = { 5, 30, 120, 300, 600, 840, 1200, 1440 };

  g_assert_cmpint (redress_webhook_get_delay (1), ==, 5 * REDRESS_SECOND);
  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    g_assert_cmpint (redress_webhook_get_delay (i + 2), ==, minutes[i] * REDRESS_MINUTE);
  g_assert_cmpint (redress_webhook_get_delay (10), ==, 0);
}

/* Every platform, every generation and every server has a secret of its own. */
static void
test_secrets (void)
{
  g_autoptr (GBytes) key = g_bytes_new_static ("01234567890123456789012345678901", 32);
  g_autoptr (GBytes) other_key = g_bytes_new_static ("11234567890123456789012345678901", 32);
  g_autoptr (GBytes) secret = redress_webhook_secret_new (key, "kameng", 1);
  g_autoptr (GBytes) same = redress_webhook_secret_new (key, "kameng", 1);
  g_autoptr (GBytes) next = redress_webhook_secret_new (key, "kameng", 2);
  g_autoptr (GBytes) platform = redress_webhook_secret_new (key, "cainiao", 1);
  g_autoptr (GBytes) server = redress_webhook_secret_new (other_key, "kameng", 1);

  g_assert_true (g_bytes_equal (secret, same));
  g_assert_false (g_bytes_equal (secret, next));
  g_assert_false (g_bytes_equal (secret, platform));
  g_assert_false (g_bytes_equal (secret, server));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/webhook-signature/vector", test_vector);
  g_test_add_func ("/server/webhook-signature/delays", test_delays);
  g_test_add_func ("/server/webhook-signature/secrets", test_secrets);
  return g_test_run ();
}
