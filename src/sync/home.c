/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/home.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define ACCOUNTS_FILE "accounts.ini"
#define KEY_LENGTH 16
#define GROUP_DESK "desk"

struct _RedressHome
{
  char *data_dir;
  char *cache_dir;
  int lock_fd;
};

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, _ ("The folder %s cannot be made: %s"),
               path, g_strerror (errno));
  return FALSE;
}

/* The pid in the file is for people; the lock itself is the kernel's. */
static gboolean
take_lock (RedressHome *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->data_dir, "lock", NULL);
  char pid[32] = "";

  self->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd < 0)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, _ ("%s cannot be written: %s"),
                   path, g_strerror (errno));
      return FALSE;
    }
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) != 0)
    {
      if (pread (self->lock_fd, pid, sizeof pid - 1, 0) < 0)
        pid[0] = '\0';
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
                   _ ("Redress already runs for this user, as process %s."), g_strstrip (pid));
      return FALSE;
    }
  g_snprintf (pid, sizeof pid, "%d\n", (int)getpid ());
  if (ftruncate (self->lock_fd, 0) != 0 || pwrite (self->lock_fd, pid, strlen (pid), 0) < 0)
    g_debug ("the pid could not be written: %s", g_strerror (errno));
  return TRUE;
}

RedressHome *
redress_home_open (const char *data_dir, const char *cache_dir, GError **error)
{
  RedressHome *self = g_new0 (RedressHome, 1);

  self->lock_fd = -1;
  self->data_dir = data_dir != NULL ? g_strdup (data_dir)
                                    : g_build_filename (g_get_user_data_dir (), "redress", NULL);
  self->cache_dir = cache_dir != NULL ? g_strdup (cache_dir)
                                      : g_build_filename (g_get_user_cache_dir (), "redress", NULL);
  if (make_folder (self->data_dir, error) && make_folder (self->cache_dir, error) &&
      take_lock (self, error))
    return self;
  redress_home_close (self);
  return NULL;
}

void
redress_home_close (RedressHome *self)
{
  if (self == NULL)
    return;
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self->data_dir);
  g_free (self->cache_dir);
  g_free (self);
}

char *
redress_home_get_key (const char *server, const char *account_id)
{
  g_autofree char *text = g_strconcat (server, "\n", account_id, NULL);
  char *digest = redress_sha256_hex (text, strlen (text));

  digest[KEY_LENGTH] = '\0';
  return digest;
}

RedressStorePaths *
redress_home_get_paths (RedressHome *self, const char *key)
{
  RedressStorePaths *paths = g_new0 (RedressStorePaths, 1);

  paths->data = g_build_filename (self->data_dir, key, NULL);
  paths->cache = g_build_filename (self->cache_dir, key, NULL);
  return paths;
}

void
redress_store_paths_free (RedressStorePaths *paths)
{
  if (paths == NULL)
    return;
  g_free (paths->data);
  g_free (paths->cache);
  g_free (paths);
}

void
redress_home_entry_free (RedressHomeEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->server);
  g_clear_pointer (&self->account, redress_account_free);
  g_free (self);
}

static GKeyFile *
load (RedressHome *self)
{
  g_autofree char *path = g_build_filename (self->data_dir, ACCOUNTS_FILE, NULL);
  GKeyFile *file = g_key_file_new ();

  /* A missing or damaged list costs one sign-in; the outboxes are found again then. */
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

gboolean
redress_home_remember (RedressHome *self,
                       const char *server,
                       const RedressAccount *account,
                       GError **error)
{
  g_autoptr (GKeyFile) file = load (self);
  g_autofree char *path = g_build_filename (self->data_dir, ACCOUNTS_FILE, NULL);
  g_autofree char *key = redress_home_get_key (server, account->id);
  g_autoptr (GError) local = NULL;

  g_key_file_set_string (file, GROUP_DESK, "last", key);
  g_key_file_set_string (file, key, "server", server);
  g_key_file_set_string (file, key, "id", account->id);
  g_key_file_set_string (file, key, "name", account->name);
  g_key_file_set_string (file, key, "display-name",
                         account->display_name != NULL ? account->display_name : account->name);
  g_key_file_set_string (file, key, "role", redress_role_to_string (account->role));
  g_key_file_set_int64 (file, key, "grants-version", account->grants_version);
  g_key_file_set_string_list (file, key, "scopes", (const char *const *)account->scopes,
                              account->scopes != NULL ? g_strv_length (account->scopes) : 0);
  if (account->hand_in_key != NULL)
    g_key_file_set_string (file, key, "hand-in-key", account->hand_in_key);
  if (g_key_file_save_to_file (file, path, &local))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, _ ("%s cannot be written: %s"), path,
               local->message);
  return FALSE;
}

/* (nullable): NULL if the group is not a whole account. */
static RedressHomeEntry *
read_entry (GKeyFile *file, const char *key)
{
  g_autoptr (RedressHomeEntry) entry = g_new0 (RedressHomeEntry, 1);
  g_autofree char *role = g_key_file_get_string (file, key, "role", NULL);

  entry->key = g_strdup (key);
  entry->server = g_key_file_get_string (file, key, "server", NULL);
  entry->account = redress_account_new ();
  entry->account->id = g_key_file_get_string (file, key, "id", NULL);
  entry->account->name = g_key_file_get_string (file, key, "name", NULL);
  entry->account->display_name = g_key_file_get_string (file, key, "display-name", NULL);
  entry->account->hand_in_key = g_key_file_get_string (file, key, "hand-in-key", NULL);
  entry->account->grants_version = g_key_file_get_int64 (file, key, "grants-version", NULL);
  g_strfreev (entry->account->scopes);
  entry->account->scopes = g_key_file_get_string_list (file, key, "scopes", NULL, NULL);
  if (entry->server == NULL || entry->account->id == NULL || entry->account->name == NULL ||
      role == NULL || !redress_role_from_string (role, &entry->account->role))
    return NULL;
  return g_steal_pointer (&entry);
}

RedressHomeEntry *
redress_home_get_last (RedressHome *self)
{
  g_autoptr (GKeyFile) file = load (self);
  g_autofree char *key = g_key_file_get_string (file, GROUP_DESK, "last", NULL);

  return key != NULL ? read_entry (file, key) : NULL;
}

GPtrArray *
redress_home_list (RedressHome *self)
{
  g_autoptr (GKeyFile) file = load (self);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_home_entry_free);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      RedressHomeEntry *entry =
          g_str_equal (groups[i], GROUP_DESK) ? NULL : read_entry (file, groups[i]);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  return entries;
}
