/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/messages.h"

#include "wire/sample.h"

static void
test_constructors (void)
{
  g_autoptr (RedressProblem) problem = redress_problem_new (409, "claim_lost", "Lost.", NULL);
  g_autoptr (RedressChange) change = redress_change_new ();
  g_autoptr (RedressChangePage) page = redress_change_page_new ();
  g_autoptr (RedressAnswer) answer = redress_answer_new ();
  g_autoptr (RedressSession) session = redress_session_new ();

  g_assert_cmpuint (problem->status, ==, 409);
  g_assert_cmpstr (problem->code, ==, "claim_lost");
  g_assert_cmpstr (problem->title, ==, "Lost.");
  g_assert_null (problem->detail);
  g_assert_null (change->summary);
  g_assert_cmpuint (page->changes->len, ==, 0);
  g_assert_cmpint (answer->audit_index, ==, -1);
  g_assert_cmpint (session->access_until, ==, REDRESS_TIME_UNKNOWN);

  redress_problem_free (NULL);
  redress_change_free (NULL);
  redress_change_page_free (NULL);
  redress_answer_free (NULL);
  redress_session_free (NULL);
}

static void
test_page (void)
{
  g_autoptr (JsonNode) node = redress_test_sample ("change-page");
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressChangePage) page =
      redress_change_page_from_json (json_node_get_object (node), &error);
  const RedressChange *upsert, *gone;

  g_assert_no_error (error);
  upsert = g_ptr_array_index (page->changes, 0);
  gone = g_ptr_array_index (page->changes, 1);
  g_assert_false (upsert->remove);
  g_assert_cmpint (upsert->summary->id, ==, 42);
  g_assert_true (gone->remove);
  g_assert_null (gone->summary);
  g_assert_cmpstr (gone->reason, ==, "out_of_scope");
  g_assert_true (page->more);
}

static void
check_bad_page (const char *changes, const char *wanted)
{
  g_autofree char *text = g_strdup_printf ("{'changes':[%s],'next':'c','more':false,'epoch':'e',"
                                           "'server_time':'2026-09-28T01:40:00.000000Z',"
                                           "'grants_version':1}",
                                           changes);
  g_autoptr (JsonNode) node = redress_test_json (text);
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_change_page_from_json (json_node_get_object (node), &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, wanted);
}

static void
test_bad_page (void)
{
  check_bad_page ("{'platform':'kameng','seq':1,'op':'upsert','id':1,'rev':1}",
                  "changes[0].summary: is missing");
  check_bad_page ("{'platform':'kameng','seq':1,'op':'delete','id':1,'rev':1}",
                  "changes[0].op: has an unknown value");
  check_bad_page ("{'platform':'kameng','seq':1,'op':'remove','id':0,'rev':1}",
                  "changes[0].id: is out of range");
  check_bad_page ("{'platform':'kameng','seq':1,'op':'remove','id':1,'rev':1},7",
                  "changes: must hold objects only");
  check_bad_page ("{'platform':'kameng','seq':1,'op':'upsert','id':2,'rev':1,'summary':"
                  "{'id':1,'platform':'kameng','flow':'kameng-virtual','kind':'review',"
                  "'external_id':'x','state':'open','rev':1,'version':1,'round':1,"
                  "'opened_at':'2026-09-28T01:40:00.000000Z','amount':{'value':1,'unit':'fen'}}}",
                  "changes[0].summary.id: is not the id of the change");
}

/* Texts that no comment calls nullable are never NULL, so that nobody has to ask. */
static void
test_missing_texts (void)
{
  g_autoptr (JsonNode) node = redress_test_json (
      "{'id':1,'platform':'kameng','flow':'kameng-virtual','kind':'review','external_id':'x',"
      "'state':'open','rev':1,'version':1,'round':1,'opened_at':'2026-09-28T01:40:00.000000Z',"
      "'amount':{'value':1,'unit':'fen'}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSummary) summary =
      redress_summary_from_json (json_node_get_object (node), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (summary->title, ==, "");
  g_assert_cmpstr (summary->customer_name, ==, "");
  g_assert_cmpstr (summary->due_rule, ==, "");
  g_assert_cmpint (summary->due_at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_null (summary->claim);
  g_assert_null (summary->labels);
  g_assert_cmpuint (summary->badges, ==, 0);
}

static void
test_order (void)
{
  g_autoptr (JsonNode) ticket = redress_test_sample ("ticket");
  JsonObject *right = json_object_get_object_member (json_node_get_object (ticket), "order");
  g_autoptr (JsonNode) wrong = redress_test_json ("{'number':'1','lines':[{'title':'x'}]}");
  g_autoptr (JsonNode) written = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (RedressOrder) order = { 0 };

  g_assert_true (redress_order_from_json (right, &order, &error));
  g_assert_true (redress_order_from_json (right, &order, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (order.lines->len, ==, 2);
  written = redress_order_to_json (&order);
  g_assert_true (json_object_equal (json_node_get_object (written), right));

  g_assert_false (redress_order_from_json (json_node_get_object (wrong), &order, &error));
  g_assert_cmpstr (error->message, ==, "lines[0].amount: is missing");
  g_assert_null (order.lines);
  g_assert_null (order.number);
}

static void
test_customer (void)
{
  g_autoptr (JsonNode) ticket = redress_test_sample ("ticket");
  JsonObject *right = json_object_get_object_member (json_node_get_object (ticket), "customer");
  g_autoptr (JsonNode) wrong = redress_test_json ("{'ref':'c-1','history':[{}]}");
  g_autoptr (JsonNode) written = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (RedressCustomer) customer = { 0 };

  g_assert_true (redress_customer_from_json (right, &customer, &error));
  g_assert_no_error (error);
  written = redress_customer_to_json (&customer);
  g_assert_true (json_object_equal (json_node_get_object (written), right));

  g_assert_false (redress_customer_from_json (json_node_get_object (wrong), &customer, &error));
  g_assert_cmpstr (error->message, ==, "history[0].ticket: is missing");
  g_assert_null (customer.history);
  g_assert_null (customer.ref);
}

/* A ticket that was read is sealed, in whatever order its facts and events came. */
static void
test_ticket_is_sealed (void)
{
  g_autoptr (JsonNode) node = redress_test_sample ("ticket");
  JsonObject *object = json_node_get_object (node);
  g_autoptr (JsonArray) events = json_array_ref (json_object_get_array_member (object, "events"));
  g_autoptr (JsonNode) first = json_node_copy (json_array_get_element (events, 0));
  g_autoptr (RedressTicket) ticket = NULL;

  json_array_remove_element (events, 0);
  json_array_add_element (events, g_steal_pointer (&first));
  ticket = redress_ticket_from_json (object, NULL);
  g_assert_cmpstr (((RedressEvent *)ticket->events->pdata[0])->code, ==, "ordered");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/messages/constructors", test_constructors);
  g_test_add_func ("/messages/page", test_page);
  g_test_add_func ("/messages/bad-page", test_bad_page);
  g_test_add_func ("/messages/missing-texts", test_missing_texts);
  g_test_add_func ("/messages/order", test_order);
  g_test_add_func ("/messages/customer", test_customer);
  g_test_add_func ("/messages/ticket-is-sealed", test_ticket_is_sealed);
  return g_test_run ();
}
