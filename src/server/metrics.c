/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/metrics.h"

typedef enum
{
  METRIC_COUNTER,
  METRIC_GAUGE,
  METRIC_HISTOGRAM,
} MetricType;

static const char *const type_names[] = { "counter", "gauge", "histogram" };

/* Upper bounds in microseconds, and as Prometheus reads them. */
static const struct
{
  gint64 bound;
  const char *text;
} buckets[] = {
  { 1000, "0.001" },  { 5000, "0.005" }, { 10000, "0.01" }, { 25000, "0.025" }, { 100000, "0.1" },
  { 250000, "0.25" }, { 1000000, "1" },  { 5000000, "5" },  { 30000000, "30" },
};

typedef struct
{
  gint64 value; /* counters and gauges; histograms: the sum in microseconds */
  gint64 count;
  gint64 below[G_N_ELEMENTS (buckets)];
} Sample;

typedef struct
{
  MetricType type;
  GHashTable *samples; /* (owned) (element-type utf8 Sample): by labels, "" for none */
} Family;

struct _RedressMetrics
{
  GMutex lock;
  GHashTable *families; /* (owned) (element-type utf8 Family): by name */
};

static void
family_free (Family *self)
{
  g_hash_table_unref (self->samples);
  g_free (self);
}

/**
 * redress_metrics_new:
 *
 * Returns: (transfer full): figures that are all absent
 */
RedressMetrics *
redress_metrics_new (void)
{
  RedressMetrics *self = g_new0 (RedressMetrics, 1);

  g_mutex_init (&self->lock);
  self->families =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)family_free);
  return self;
}

/**
 * redress_metrics_free:
 * @self: (transfer full): the figures
 */
void
redress_metrics_free (RedressMetrics *self)
{
  g_hash_table_unref (self->families);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Sample *
find_sample (RedressMetrics *self, MetricType type, const char *name, const char *labels)
{
  Family *family = g_hash_table_lookup (self->families, name);
  Sample *sample;

  if (family == NULL)
    {
      family = g_new0 (Family, 1);
      family->type = type;
      family->samples = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->families, g_strdup (name), family);
    }
  g_assert (family->type == type);
  sample = g_hash_table_lookup (family->samples, labels);
  if (sample == NULL)
    {
      sample = g_new0 (Sample, 1);
      g_hash_table_insert (family->samples, g_strdup (labels), sample);
    }
  return sample;
}

/**
 * redress_metrics_add:
 * @self: the figures
 * @name: name of a counter, such as `redress_requests_total`
 * @labels: (nullable): such as `status="200"`
 * @amount: how many more; 0 makes the counter known
 *
 * Raises a counter.
 */
void
redress_metrics_add (RedressMetrics *self, const char *name, const char *labels, gint64 amount)
{
  g_return_if_fail (amount >= 0);

  g_mutex_lock (&self->lock);
  find_sample (self, METRIC_COUNTER, name, labels != NULL ? labels : "")->value += amount;
  g_mutex_unlock (&self->lock);
}

/**
 * redress_metrics_set:
 * @self: the figures
 * @name: name of a gauge
 * @labels: (nullable): its labels
 * @value: what it is now
 *
 * Sets a gauge.
 */
void
redress_metrics_set (RedressMetrics *self, const char *name, const char *labels, gint64 value)
{
  g_mutex_lock (&self->lock);
  find_sample (self, METRIC_GAUGE, name, labels != NULL ? labels : "")->value = value;
  g_mutex_unlock (&self->lock);
}

/**
 * redress_metrics_observe:
 * @self: the figures
 * @name: name of a histogram of seconds
 * @labels: (nullable): its labels
 * @microseconds: how long it took
 *
 * Adds one observation to a histogram.
 */
void
redress_metrics_observe (RedressMetrics *self,
                         const char *name,
                         const char *labels,
                         gint64 microseconds)
{
  Sample *sample;

  g_mutex_lock (&self->lock);
  sample = find_sample (self, METRIC_HISTOGRAM, name, labels != NULL ? labels : "");
  sample->value += microseconds;
  sample->count++;
  for (guint i = 0; i < G_N_ELEMENTS (buckets); i++)
    if (microseconds <= buckets[i].bound)
      sample->below[i]++;
  g_mutex_unlock (&self->lock);
}

static void
append_histogram (GString *text, const char *name, const char *labels, const Sample *sample)
{
  const char *comma = labels[0] != '\0' ? "," : "";
  g_autofree char *braces = labels[0] != '\0' ? g_strdup_printf ("{%s}", labels) : g_strdup ("");

  for (guint i = 0; i < G_N_ELEMENTS (buckets); i++)
    g_string_append_printf (text, "%s_bucket{%s%sle=\"%s\"} %" G_GINT64_FORMAT "\n", name, labels,
                            comma, buckets[i].text, sample->below[i]);
  g_string_append_printf (text, "%s_bucket{%s%sle=\"+Inf\"} %" G_GINT64_FORMAT "\n", name, labels,
                          comma, sample->count);
  g_string_append_printf (text, "%s_sum%s %" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT "\n", name,
                          braces, sample->value / G_USEC_PER_SEC, sample->value % G_USEC_PER_SEC);
  g_string_append_printf (text, "%s_count%s %" G_GINT64_FORMAT "\n", name, braces, sample->count);
}

static void
append_sample (
    GString *text, MetricType type, const char *name, const char *labels, const Sample *sample)
{
  if (type == METRIC_HISTOGRAM)
    append_histogram (text, name, labels, sample);
  else if (labels[0] != '\0')
    g_string_append_printf (text, "%s{%s} %" G_GINT64_FORMAT "\n", name, labels, sample->value);
  else
    g_string_append_printf (text, "%s %" G_GINT64_FORMAT "\n", name, sample->value);
}

static GList *
sorted_keys (GHashTable *table)
{
  return g_list_sort (g_hash_table_get_keys (table), (GCompareFunc)g_strcmp0);
}

/**
 * redress_metrics_to_text:
 * @self: the figures
 *
 * Returns: (transfer full): all of them in the text exposition format 0.0.4, sorted
 */
char *
redress_metrics_to_text (RedressMetrics *self)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GList) names = NULL;

  g_mutex_lock (&self->lock);
  names = sorted_keys (self->families);
  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *name = l->data;
      const Family *family = g_hash_table_lookup (self->families, name);
      g_autoptr (GList) labels = sorted_keys (family->samples);

      g_string_append_printf (text, "# TYPE %s %s\n", name, type_names[family->type]);
      for (GList *m = labels; m != NULL; m = m->next)
        append_sample (text, family->type, name, m->data,
                       g_hash_table_lookup (family->samples, m->data));
    }
  g_mutex_unlock (&self->lock);
  return g_string_free (text, FALSE);
}
