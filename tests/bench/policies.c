/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/policies.h"

#include "support/spin.h"

/**
 * redress_bench_load_policies:
 * @store: a filled cache
 *
 * Returns: (transfer full) (element-type utf8 RedressPolicy): by flow
 */
GHashTable *
redress_bench_load_policies (RedressStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) policies = NULL;
  GHashTable *by_flow = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, NULL);

  redress_store_list_policies_async (store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the policies");
  policies = redress_store_list_policies_finish (store, result, NULL);
  for (guint i = 0; i < policies->len; i++)
    {
      RedressPolicy *policy = g_ptr_array_index (policies, i);

      g_hash_table_replace (by_flow, (char *)redress_policy_get_flow (policy),
                            redress_policy_ref (policy));
    }
  return by_flow;
}
