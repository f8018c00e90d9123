/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/calculator.h"
#include "core/policy.h"
#include "core/ticket.h"

/* How a policy is made and what it looks like inside. A reader of files and the evaluator need
 * this; everybody else uses core/policy.h. */

G_BEGIN_DECLS

/* Nesting of all, any and none in a condition. */
#define REDRESS_MAX_CONDITION_DEPTH 4

typedef enum
{
  REDRESS_CONDITION_ALL,
  REDRESS_CONDITION_ANY,
  REDRESS_CONDITION_NONE,
  REDRESS_CONDITION_TEST,
} RedressConditionKind;

typedef enum
{
  REDRESS_TEST_EQ,
  REDRESS_TEST_NE,
  REDRESS_TEST_LT,
  REDRESS_TEST_LE,
  REDRESS_TEST_GT,
  REDRESS_TEST_GE,
  REDRESS_TEST_IN,
  REDRESS_TEST_EXISTS,
  REDRESS_TEST_UNKNOWN,
  REDRESS_TEST_HAS_SLOT,
} RedressTest;

#define REDRESS_N_TESTS (REDRESS_TEST_HAS_SLOT + 1)

/**
 * _RedressCondition:
 * @path: where it stands in the file, for messages: "when.all[1]"
 * @children: (element-type RedressCondition): of a group
 * @name: of a test: the fact; for has_slot the slot
 * @other: (nullable): of a test: the fact to compare with
 * @operands: (element-type RedressValue): of a test, several only for "in"
 * @input: where @name is found; set by redress_policy_compile()
 * @other_input: where @other is found, or -1
 */
struct _RedressCondition
{
  RedressConditionKind kind;
  char *path;
  GPtrArray *children;
  char *name;
  RedressTest test;
  char *other;
  GArray *operands;
  int input;
  int other_input;
};

typedef enum
{
  REDRESS_DERIVE_ADD,
  REDRESS_DERIVE_SUB,
  REDRESS_DERIVE_MUL,
  REDRESS_DERIVE_DIV, /* rounds as the limit points_rounding says */
  REDRESS_DERIVE_DIV_FLOOR,
  REDRESS_DERIVE_DIV_ROUND,
  REDRESS_DERIVE_MIN,
  REDRESS_DERIVE_MAX,
  REDRESS_DERIVE_DAYS_BETWEEN,
  REDRESS_DERIVE_SECONDS_BETWEEN,
  REDRESS_DERIVE_PLUS_MINUTES,
  REDRESS_DERIVE_PLUS_DAYS,
  REDRESS_DERIVE_PLUS_WORKING_DAYS,
  REDRESS_DERIVE_COUNT,
  REDRESS_DERIVE_AGE_ON,
} RedressDerive;

#define REDRESS_N_DERIVES (REDRESS_DERIVE_AGE_ON + 1)

/* Numbers that the limit points_rounding may have; files write "floor" and "half_up". */
#define REDRESS_ROUNDING_FLOOR 0
#define REDRESS_ROUNDING_HALF_UP 1

/* An operand of a derived fact: a name, or a number where @name is NULL. */
typedef struct
{
  char *name;
  gint64 number;
  int input;
} RedressOperand;

/* A fact that is worked out from others. */
typedef struct
{
  RedressFactSpec spec;
  RedressDerive derive;
  GPtrArray *operands; /* (element-type RedressOperand) */
} RedressDerived;

typedef enum
{
  REDRESS_INPUT_FACT,
  REDRESS_INPUT_DERIVED,
  REDRESS_INPUT_BUILTIN,  /* "order.state" */
  REDRESS_INPUT_EVIDENCE, /* "evidence.<slot>": how many pieces there are */
  REDRESS_INPUT_EVENT,    /* "event.<code>": how often it happened */
  REDRESS_INPUT_ANSWER,   /* "answer.<slot>": not_asked, asked, provided or not_provided */
  REDRESS_INPUT_LIMIT,    /* "limit.<name>": a number of the policy */
} RedressInputKind;

/**
 * RedressInput:
 * @name: as conditions write it
 * @argument: (unowned): the part of @name after the first point
 * @index: of facts, derived facts and built-in names: the place in their table
 * @masked: the value is never looked at, only whether there is one
 *
 * Something a condition can look at. Names are looked up once, when a policy is compiled.
 */
typedef struct
{
  RedressInputKind kind;
  char *name;
  const char *argument;
  guint index;
  RedressFactType type;
  const char *unit;
  gboolean masked;
} RedressInput;

/* The value of an input for one ticket. Texts are borrowed. */
typedef struct
{
  RedressValue value;
  const char *cause; /* (nullable): why it is unknown although there is something */
} RedressReading;

/**
 * RedressPolicyRace:
 * @label: fact with the state that customers see
 * @ships_at: (nullable): facts with the time when it may ship; the first that is known counts
 */
typedef struct
{
  char *label;
  char **ships_at;
} RedressPolicyRace;

struct _RedressPolicy
{
  gatomicrefcount ref_count;

  char *flow;
  char *platform;
  gint64 version;
  RedressTime valid_from;
  char *sha256;
  RedressText title;
  RedressText platform_title;
  char *tile;
  RedressUnit unit; /* what amounts of the flow count */
  RedressOfflineClass offline_class;
  RedressCalendar *calendar;     /* (nullable) */
  GHashTable *limits;            /* (element-type utf8 gint64) */
  GHashTable *reversals;         /* (element-type utf8 utf8): effect -> the one that undoes it */
  char **refunds;                /* effects that pay the customer back */
  RedressPolicyRace *race;       /* (nullable) */
  RedressCalculator *calculator; /* (nullable) */
  GPtrArray *facts;
  GPtrArray *derived; /* (element-type RedressDerived) */
  GPtrArray *comparisons;
  GPtrArray *slots;
  GPtrArray *reasons;
  GPtrArray *grounds;
  GPtrArray *templates;
  GPtrArray *clocks;
  GPtrArray *rules;
  GPtrArray *legal;
  GPtrArray *incidents;
  GHashTable *labels; /* (element-type utf8 GHashTable): group -> (code -> RedressText) */

  /* Filled by redress_policy_compile(). */
  GArray *inputs;          /* (element-type RedressInput) */
  GHashTable *input_index; /* name -> index + 1 */
  GPtrArray *rule_inputs;  /* (element-type GArray of int), by rule */
};

RedressPolicy *redress_policy_new (void);
RedressFactSpec *redress_fact_spec_new (void);
RedressDerived *redress_derived_new (void);
RedressOperand *redress_operand_new (const char *name, gint64 number);
RedressComparison *redress_comparison_new (void);
RedressSlot *redress_slot_new (void);
RedressReason *redress_reason_new (void);
RedressGround *redress_ground_new (void);
RedressTemplate *redress_template_new (void);
RedressPolicyClock *redress_policy_clock_new (void);
RedressRule *redress_rule_new (void);
RedressLegal *redress_legal_new (void);
RedressIncidentSpec *redress_incident_spec_new (void);
RedressCondition *redress_condition_new (RedressConditionKind kind);
void redress_fact_spec_free (RedressFactSpec *self);
void redress_derived_free (RedressDerived *self);
void redress_operand_free (RedressOperand *self);
void redress_comparison_free (RedressComparison *self);
void redress_slot_free (RedressSlot *self);
void redress_reason_free (RedressReason *self);
void redress_ground_free (RedressGround *self);
void redress_template_free (RedressTemplate *self);
void redress_policy_clock_free (RedressPolicyClock *self);
void redress_rule_free (RedressRule *self);
void redress_legal_free (RedressLegal *self);
void redress_incident_spec_free (RedressIncidentSpec *self);
void redress_policy_race_free (RedressPolicyRace *self);
void redress_condition_free (RedressCondition *self);
void redress_policy_set_limit (RedressPolicy *self, const char *name, gint64 number);
void redress_policy_set_reversal (RedressPolicy *self, const char *effect, const char *reversal);
void redress_policy_set_code_label (
    RedressPolicy *self, const char *group, const char *code, const char *en, const char *zh_CN);
/* (nullable) the words of a group of codes. */
GHashTable *redress_policy_get_code_labels (RedressPolicy *self, const char *group);

const char *redress_test_to_string (RedressTest test);
gboolean redress_test_from_string (const char *text, RedressTest *test);
const char *redress_derive_to_string (RedressDerive derive);
gboolean redress_derive_from_string (const char *text, RedressDerive *derive);
const char *redress_fact_type_to_string (RedressFactType type);
gboolean redress_fact_type_from_string (const char *text, RedressFactType *type);

/* Adds a sentence to a list of mistakes. */
void redress_policy_complain (GPtrArray *mistakes, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Looks every name up and adds what is wrong to @mistakes. Call once, before use. */
void redress_policy_compile (RedressPolicy *self, GPtrArray *mistakes);
void redress_policy_compile_race (RedressPolicy *self, GPtrArray *mistakes);
/* Finds what is allowed but makes no sense. Call after compiling. */
void redress_policy_check (RedressPolicy *self, GPtrArray *mistakes);
void redress_policy_check_incidents (RedressPolicy *self, GPtrArray *mistakes);
void redress_policy_check_rules (RedressPolicy *self, GPtrArray *mistakes);
void redress_policy_check_messages (RedressPolicy *self, GPtrArray *mistakes);
/* Both languages need the same blanks. */
void redress_text_check_blanks (const RedressText *text,
                                const char *place,
                                const char *member,
                                GPtrArray *mistakes);
/* (transfer full): "templates[3] (reject used)", as mistakes call it. */
char *redress_policy_describe_template (RedressPolicy *self, guint index);
/* Why a condition can never hold; NULL if it may. */
char *redress_condition_find_contradiction (RedressPolicy *self, const RedressCondition *condition);
/* TRUE: it is proved that @b holds wherever @a holds. FALSE: nobody knows. */
gboolean redress_condition_implies (RedressPolicy *self,
                                    const RedressCondition *a,
                                    const RedressCondition *b);
/* (nullable) the codes that a fact may have; NULL: any text. */
GHashTable *redress_input_get_codes (RedressPolicy *self, const RedressInput *input);

gboolean redress_message_knows_blank (RedressPolicy *policy, const char *name);

/* Names. -1: no such name. */
int redress_policy_add_input (RedressPolicy *self, const char *name);
const RedressInput *redress_policy_get_input (RedressPolicy *self, int input);
const RedressText *redress_builtin_get_label (guint index);
gboolean redress_builtin_find (const char *name, RedressInput *input);
void
redress_builtin_read (guint index, RedressTicket *ticket, RedressTime now, RedressReading *out);
gboolean redress_name_is_reserved (const char *name);

/* The value of every input for one ticket. (transfer container) */
RedressReading *
redress_policy_read_inputs (RedressPolicy *self, RedressTicket *ticket, RedressTime now);
RedressReading *redress_policy_try_inputs (RedressPolicy *self,
                                           RedressTicket *ticket,
                                           GPtrArray *trial,
                                           RedressTime now);
void redress_derived_read (const RedressDerived *self,
                           RedressPolicy *policy,
                           const RedressReading *readings,
                           RedressReading *out);
RedressOutcome redress_condition_judge (const RedressCondition *self,
                                        const RedressReading *readings);
void redress_condition_blame (const RedressCondition *self,
                              const RedressReading *readings,
                              RedressOutcome outcome,
                              GArray *inputs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCondition, redress_condition_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRule, redress_rule_free)

G_END_DECLS
