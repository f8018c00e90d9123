/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/platforms.h"

#include "app/format.h"

/* Where no policy says otherwise: four hours (measures of the due clock). */
#define SOON_MINUTES 240

struct _RedressPlatforms
{
  GObject parent_instance;

  GPtrArray *policies; /* (owned) (nullable) (element-type RedressPolicy) */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressPlatforms, redress_platforms, G_TYPE_OBJECT)

static void
redress_platforms_finalize (GObject *object)
{
  RedressPlatforms *self = REDRESS_PLATFORMS (object);

  g_clear_pointer (&self->policies, g_ptr_array_unref);
  G_OBJECT_CLASS (redress_platforms_parent_class)->finalize (object);
}

static void
redress_platforms_class_init (RedressPlatformsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_platforms_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_platforms_init (RedressPlatforms *self)
{
}

RedressPlatforms *
redress_platforms_get_default (void)
{
  static RedressPlatforms *platforms;

  if (platforms == NULL)
    platforms = g_object_new (REDRESS_TYPE_PLATFORMS, NULL);
  return platforms;
}

void
redress_platforms_set_policies (RedressPlatforms *self, GPtrArray *policies)
{
  g_return_if_fail (REDRESS_IS_PLATFORMS (self));

  g_clear_pointer (&self->policies, g_ptr_array_unref);
  self->policies = policies != NULL ? g_ptr_array_ref (policies) : NULL;
  g_signal_emit (self, signals[CHANGED], 0);
}

static RedressPolicy *
find (RedressPlatforms *self, const char *platform, const char *flow)
{
  for (guint i = 0; self->policies != NULL && i < self->policies->len; i++)
    {
      RedressPolicy *policy = g_ptr_array_index (self->policies, i);

      if (platform != NULL && g_strcmp0 (redress_policy_get_platform (policy), platform) == 0)
        return policy;
      if (flow != NULL && g_strcmp0 (redress_policy_get_flow (policy), flow) == 0)
        return policy;
    }
  return NULL;
}

const char *
redress_platforms_get_tile (RedressPlatforms *self, const char *platform)
{
  static char first[2];
  RedressPolicy *policy = find (self, platform, NULL);

  if (policy != NULL)
    return redress_policy_get_tile (policy);
  first[0] = platform != NULL ? g_ascii_toupper (platform[0]) : '?';
  return first;
}

const char *
redress_platforms_get_title (RedressPlatforms *self, const char *platform)
{
  RedressPolicy *policy = find (self, platform, NULL);

  if (policy != NULL)
    return redress_text_get (redress_policy_get_platform_title (policy), redress_language ());
  return platform != NULL ? platform : "";
}

const char *
redress_platforms_get_ground (RedressPlatforms *self, const char *flow, const char *code)
{
  RedressPolicy *policy = find (self, NULL, flow);
  const RedressGround *ground =
      policy != NULL && code != NULL ? redress_policy_find_ground (policy, code) : NULL;

  return ground != NULL ? redress_text_get (&ground->label, redress_language ()) : NULL;
}

const char *
redress_platforms_get_race_label (RedressPlatforms *self, const char *flow, const char *code)
{
  RedressPolicy *policy = find (self, NULL, flow);
  const char *name = policy != NULL ? redress_policy_get_race_label (policy) : NULL;
  const RedressFactSpec *fact = name != NULL ? redress_policy_find_fact (policy, name) : NULL;
  const RedressText *words = NULL;

  if (code == NULL)
    return NULL;
  if (fact != NULL && fact->values != NULL)
    words = g_hash_table_lookup (fact->values, code);
  return words != NULL ? redress_text_get (words, redress_language ()) : code;
}

const char *
redress_platforms_get_order_state (RedressPlatforms *self, const char *flow, const char *code)
{
  RedressPolicy *policy = find (self, NULL, flow);

  if (policy == NULL || code == NULL)
    return code;
  return redress_policy_get_order_state_label (policy, code, redress_language ());
}

gint64
redress_platforms_get_soon_minutes (RedressPlatforms *self, const char *flow, RedressKind kind)
{
  RedressPolicy *policy = find (self, NULL, flow);
  const RedressPolicyClock *clock =
      policy != NULL ? redress_policy_find_clock (policy, kind) : NULL;

  return clock != NULL && clock->soon_minutes > 0 ? clock->soon_minutes : SOON_MINUTES;
}
