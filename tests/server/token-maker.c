/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/token-maker.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define SHORT_BITS 1024
#define POINT_BYTES 32

struct _RedressTokenMaker
{
  gnutls_privkey_t rsa;
  gnutls_privkey_t ec;
  gnutls_privkey_t ed;
  gnutls_privkey_t small;
};

static gnutls_privkey_t
make_key (gnutls_pk_algorithm_t algorithm, guint bits)
{
  gnutls_privkey_t key;

  g_assert_cmpint (gnutls_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_privkey_generate (key, algorithm, bits, 0), ==, 0);
  return key;
}

RedressTokenMaker *
redress_token_maker_new (void)
{
  RedressTokenMaker *self = g_new0 (RedressTokenMaker, 1);

  self->rsa = make_key (GNUTLS_PK_RSA, 2048);
  self->small = make_key (GNUTLS_PK_RSA, SHORT_BITS);
  self->ec = make_key (GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1));
  self->ed = make_key (GNUTLS_PK_EDDSA_ED25519, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_ED25519));
  return self;
}

void
redress_token_maker_free (RedressTokenMaker *self)
{
  gnutls_privkey_deinit (self->rsa);
  gnutls_privkey_deinit (self->small);
  gnutls_privkey_deinit (self->ec);
  gnutls_privkey_deinit (self->ed);
  g_free (self);
}

char *
redress_token_maker_encode (const void *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  return text;
}

static char *
encode_datum (gnutls_datum_t *datum)
{
  char *text = redress_token_maker_encode (datum->data, datum->size);

  gnutls_free (datum->data);
  return text;
}

static gnutls_pubkey_t
get_public (gnutls_privkey_t key)
{
  gnutls_pubkey_t public;

  g_assert_cmpint (gnutls_pubkey_init (&public), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (public, key, 0, 0), ==, 0);
  return public;
}

static char *
describe_rsa (gnutls_privkey_t key, const char *name)
{
  gnutls_pubkey_t public = get_public (key);
  gnutls_datum_t modulus, exponent;
  g_autofree char *n = NULL, *e = NULL;

  gnutls_pubkey_export_rsa_raw2 (public, &modulus, &exponent, GNUTLS_EXPORT_FLAG_NO_LZ);
  gnutls_pubkey_deinit (public);
  n = encode_datum (&modulus);
  e = encode_datum (&exponent);
  return g_strdup_printf ("{\"kty\":\"RSA\",\"kid\":\"%s\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":"
                          "\"%s\",\"e\":\"%s\"}",
                          name, n, e);
}

/* A coordinate keeps its leading zeros. */
static char *
encode_coordinate (gnutls_datum_t *datum)
{
  guint8 bytes[POINT_BYTES] = { 0 };

  g_assert_cmpuint (datum->size, <=, sizeof bytes);
  memcpy (bytes + sizeof bytes - datum->size, datum->data, datum->size);
  gnutls_free (datum->data);
  return redress_token_maker_encode (bytes, sizeof bytes);
}

static char *
describe_ec (gnutls_privkey_t key)
{
  gnutls_pubkey_t public = get_public (key);
  gnutls_ecc_curve_t curve;
  gnutls_datum_t x, y;
  g_autofree char *x_text = NULL, *y_text = NULL;

  gnutls_pubkey_export_ecc_raw2 (public, &curve, &x, &y, GNUTLS_EXPORT_FLAG_NO_LZ);
  gnutls_pubkey_deinit (public);
  x_text = encode_coordinate (&x);
  y_text = encode_coordinate (&y);
  return g_strdup_printf (
      "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e\",\"x\":\"%s\",\"y\":\"%s\"}", x_text, y_text);
}

static char *
describe_ed (gnutls_privkey_t key)
{
  gnutls_pubkey_t public = get_public (key);
  gnutls_ecc_curve_t curve;
  gnutls_datum_t x, y = { 0 };
  g_autofree char *text = NULL;

  gnutls_pubkey_export_ecc_raw2 (public, &curve, &x, &y, 0);
  gnutls_pubkey_deinit (public);
  text = encode_datum (&x);
  return g_strdup_printf ("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"d\",\"x\":\"%s\"}", text);
}

char *
redress_token_maker_get_keys (RedressTokenMaker *self, const char *name)
{
  g_autofree char *rsa = describe_rsa (self->rsa, name != NULL ? name : "r");
  g_autofree char *small = describe_rsa (self->small, "s");
  g_autofree char *ec = describe_ec (self->ec), *ed = describe_ed (self->ed);

  return g_strdup_printf ("{\"keys\":[%s,%s,%s,%s,{\"kty\":\"unheard-of\",\"kid\":\"u\"}]}", rsa,
                          small, ec, ed);
}

static char *
sign_ec (gnutls_privkey_t key, const gnutls_datum_t *data)
{
  guint8 bytes[2 * POINT_BYTES] = { 0 };
  gnutls_datum_t signature, r, s;

  g_assert_cmpint (gnutls_privkey_sign_data2 (key, GNUTLS_SIGN_ECDSA_SHA256, 0, data, &signature),
                   ==, 0);
  g_assert_cmpint (gnutls_decode_rs_value (&signature, &r, &s), ==, 0);
  gnutls_free (signature.data);
  /* A leading zero of DER says that the number is not negative. */
  for (guint i = 0; i < 2; i++)
    {
      gnutls_datum_t *part = i == 0 ? &r : &s;
      guint skip = part->size > POINT_BYTES ? part->size - POINT_BYTES : 0;

      memcpy (bytes + (i + 1) * POINT_BYTES - (part->size - skip), part->data + skip,
              part->size - skip);
      gnutls_free (part->data);
    }
  return redress_token_maker_encode (bytes, sizeof bytes);
}

static char *
sign (gnutls_privkey_t key, gnutls_sign_algorithm_t algorithm, const gnutls_datum_t *data)
{
  gnutls_datum_t signature;

  g_assert_cmpint (gnutls_privkey_sign_data2 (key, algorithm, 0, data, &signature), ==, 0);
  return encode_datum (&signature);
}

/* What everybody knows, in the place of a secret. */
static char *
sign_with_public (gnutls_privkey_t key, const gnutls_datum_t *data)
{
  gnutls_pubkey_t public = get_public (key);
  gnutls_datum_t text;
  guint8 digest[32];

  gnutls_pubkey_export2 (public, GNUTLS_X509_FMT_PEM, &text);
  gnutls_pubkey_deinit (public);
  gnutls_hmac_fast (GNUTLS_MAC_SHA256, text.data, text.size, data->data, data->size, digest);
  gnutls_free (text.data);
  return redress_token_maker_encode (digest, sizeof digest);
}

char *
redress_token_maker_sign (RedressTokenMaker *self, char key, const char *header, const char *claims)
{
  g_autofree char *first = redress_token_maker_encode (header, strlen (header));
  g_autofree char *second = redress_token_maker_encode (claims, strlen (claims));
  g_autofree char *text = g_strconcat (first, ".", second, NULL), *signature = NULL;
  gnutls_datum_t data = { (guchar *)text, (guint)strlen (text) };

  if (key == 'r' || key == 's')
    signature = sign (key == 'r' ? self->rsa : self->small, GNUTLS_SIGN_RSA_SHA256, &data);
  else if (key == 'd')
    signature = sign (self->ed, GNUTLS_SIGN_EDDSA_ED25519, &data);
  else if (key == 'e')
    signature = sign_ec (self->ec, &data);
  else if (key == 'h')
    signature = sign_with_public (self->rsa, &data);
  return g_strconcat (text, ".", signature != NULL ? signature : "", NULL);
}
