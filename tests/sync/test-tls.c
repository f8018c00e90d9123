/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "support/folder.h"
#include "support/spin.h"
#include "sync/sync.h"

#include <gnutls/x509.h>
#include <string.h>

/* A certificate that nobody but this test vouches for. */
static GTlsCertificate *
make_certificate (gboolean is_for_here)
{
  static const guchar serial[] = { 1 }, here[] = { 127, 0, 0, 1 };
  g_autoptr (GError) error = NULL;
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t crt;
  gnutls_datum_t key_pem, crt_pem;
  g_autofree char *pem = NULL;
  GTlsCertificate *certificate;

  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  gnutls_x509_crt_init (&crt);
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, serial, sizeof serial);
  gnutls_x509_crt_set_dn (crt, "CN=127.0.0.1", NULL);
  if (is_for_here)
    gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_IPADDRESS, here, sizeof here,
                                          GNUTLS_FSAN_SET);
  gnutls_x509_crt_set_activation_time (crt, 0);
  gnutls_x509_crt_set_expiration_time (crt, G_MAXINT32);
  gnutls_x509_crt_set_key (crt, key);
  g_assert_cmpint (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &crt_pem);
  gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &key_pem);
  pem = g_strdup_printf ("%.*s%.*s", (int)crt_pem.size, (char *)crt_pem.data, (int)key_pem.size,
                         (char *)key_pem.data);
  certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  gnutls_free (crt_pem.data);
  gnutls_free (key_pem.data);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);
  return certificate;
}

typedef struct
{
  GTlsCertificate *certificate;
  gint n_read; /* (atomic): bytes that came through in spite of the certificate */
} Listener;

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  Listener *self = user_data;
  g_autoptr (GIOStream) tls =
      g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  char bytes[100];
  gssize n = -1;

  if (g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    n = g_input_stream_read (g_io_stream_get_input_stream (tls), bytes, sizeof bytes, NULL, NULL);
  g_atomic_int_add (&self->n_read, (int)MAX (n, 0));
  g_io_stream_close (tls, NULL, NULL);
  return TRUE;
}

/* The password does not leave, and a person is told why. */
static void
test_untrusted (gconstpointer is_for_here)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *home = redress_test_folder_build (folder, "desk");
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u", port);
  Listener listener = { make_certificate (is_for_here != NULL), 0 };
  RedressSync *sync = redress_sync_new (redress_clock_get_system (), home, home);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_signal_connect (service, "run", G_CALLBACK (run_cb), &listener);
  g_socket_service_start (service);
  redress_sync_sign_in_async (sync, url, "agent", "secret", NULL, redress_test_keep_result,
                              &pending);
  result = redress_test_await_result (&pending, "signing in");
  g_assert_false (redress_sync_sign_in_finish (sync, result, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, is_for_here != NULL ? "Nobody whom this computer trusts"
                                                                : "for another address"));
  g_assert_null (redress_sync_get_store (sync));
  g_assert_cmpint (g_atomic_int_get (&listener.n_read), ==, 0);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  redress_sync_shutdown (sync);
  g_object_unref (sync);
  g_object_unref (listener.certificate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sync/tls/untrusted", "", test_untrusted);
  g_test_add_data_func ("/sync/tls/of-another", NULL, test_untrusted);
  return g_test_run ();
}
