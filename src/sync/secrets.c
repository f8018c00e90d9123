/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/secrets.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

static const SecretSchema schema = {
  "org.redress.Desk",
  SECRET_SCHEMA_NONE,
  { { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
};

static const char *
get_kind (RedressSecret which)
{
  return which == REDRESS_SECRET_SEAL_KEY ? "seal-key" : "refresh-token";
}

static GError *
translate (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  return g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
                      _ ("There is no place for secrets on this computer: %s"), error->message);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  char *secret = secret_password_lookup_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, translate (error));
  else
    g_task_return_pointer (task, secret, (GDestroyNotify)secret_password_free);
}

void
redress_secrets_lookup_async (RedressSecret which,
                              const char *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, redress_secrets_lookup_async);
  secret_password_lookup (&schema, cancellable, looked_up_cb, task, "account", key, "kind",
                          get_kind (which), NULL);
}

char *
redress_secrets_lookup_finish (GAsyncResult *result, GError **error)
{
  char *secret = g_task_propagate_pointer (G_TASK (result), error);
  char *copy = g_strdup (secret);

  if (secret != NULL)
    secret_password_free (secret);
  return copy;
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, translate (error));
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, translate (error));
  else
    g_task_return_boolean (task, TRUE);
}

void
redress_secrets_store_async (RedressSecret which,
                             const char *key,
                             const char *value,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, redress_secrets_store_async);
  if (value == NULL)
    secret_password_clear (&schema, cancellable, cleared_cb, task, "account", key, "kind",
                           get_kind (which), NULL);
  else
    secret_password_store (&schema, SECRET_COLLECTION_DEFAULT, "Redress", value, cancellable,
                           stored_cb, task, "account", key, "kind", get_kind (which), NULL);
}

gboolean
redress_secrets_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
