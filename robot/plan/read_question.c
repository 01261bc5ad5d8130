/* SPDX-License-Identifier: Apache-2.0 */
/* read_question.c - assertions and captures: one key for each subject, one for each predicate.
 *
 * The tables are built from the vocabulary, so that a new subject or predicate is read, documented
 * and in the schema without a line here. */

#include "base/arena.h"
#include "base/fault.h"
#include "base/suggest.h"
#include "document/bind.h"
#include "document/json.h"
#include "document/node.h"
#include "model/subject.h"
#include "plan/loader.h"
#include "plan/question_schema.h"
#include "plan/template.h"
#include "plan/tree.h"
#include "query/predicate.h"
#include "query/query.h"

#include <stdio.h>
#include <string.h>

static const struct predicate *predicate_named(const struct vocabulary *v, const char *name)
{
    for (size_t i = 0; v->predicates[i] != NULL; i++)
        if (strcmp(v->predicates[i]->name, name) == 0)
            return v->predicates[i];
    return NULL;
}

static bool add_expectation(struct reading *reading, struct assertion *to,
                            const struct predicate *predicate, const struct node *operand)
{
    struct expectation *grown =
        arena_array(reading->arena, to->expectation_count + 1, struct expectation);
    if (to->expectation_count > 0)
        memcpy(grown, to->expectations, to->expectation_count * sizeof *grown);
    struct expectation *e = &grown[to->expectation_count];
    *e = (struct expectation){.predicate = predicate, .at = operand->at};
    e->operand = reading->tree(reading, operand);
    if (e->operand == NULL)
        return false;
    const struct json *constant = tree_constant(e->operand);
    const char *error = NULL;
    if (constant != NULL) {
        e->compiled = condition_compile(reading->arena, predicate, constant, &error);
        if (e->compiled == NULL) {
            diag_add(reading->diags, operand->at, "%s: %s", predicate->name, error);
            return false;
        }
    }
    to->expectations = grown;
    to->expectation_count++;
    return true;
}

/* The subject's operand: compiled now when it is constant. */
static bool read_operand(struct reading *reading, const struct subject *subject,
                         const struct node *node, struct question *to)
{
    struct text constant;
    struct query_error error = {0};
    if (node->kind != NODE_SCALAR || node_is_null(node)) {
        bind_expected(reading, node,
                      arena_printf(reading->arena, "the operand of %s", subject->name));
        return false;
    }
    to->operand = reading->template(reading, node);
    if (to->operand == NULL)
        return false;
    to->label = arena_printf(reading->arena, "%s %.*s", subject->name, TEXT_ARGS(node->text));
    if (!template_constant(to->operand, &constant) || subject->compile == NULL)
        return true;
    to->compiled = subject->compile(reading->arena, constant, &error);
    if (to->compiled != NULL)
        return true;
    struct diag *d = diag_add(reading->diags, place_within(node->at, constant, error.offset, 1),
                              "%s: %s", subject->name, error.message);
    const char *near = subject->words != NULL ? suggest(constant, subject->words) : NULL;
    if (near != NULL)
        d->hint = arena_printf(reading->arena, "did you mean \"%s\"?", near);
    return false;
}

/* `json: schema.json`: the file's bytes are the operand. */
static bool read_file_operand(struct reading *reading, const struct subject *subject,
                              const struct node *node, struct question *to)
{
    struct loader *loader = reading->owner;
    struct query_error error = {0};
    if (node->kind != NODE_SCALAR || node_is_null(node)) {
        bind_expected(reading, node, "the name of a file");
        return false;
    }
    const struct source *file = loader_source(
        loader, loader_beside(loader, text_string(reading->arena, node->text)), node->at);
    if (file == NULL)
        return false;
    to->label = arena_printf(reading->arena, "%s %.*s", subject->name, TEXT_ARGS(node->text));
    to->compiled = subject->compile(reading->arena, file->bytes, &error);
    if (to->compiled == NULL)
        diag_add(reading->diags, node->at, "%s: %s (byte %zu of %s)", subject->name,
                 error.message, error.offset, file->name);
    return to->compiled != NULL;
}

/* `status: 200`, `status: {lt: 400}`, `status:` with predicates beside it. */
static bool read_shorthand(struct reading *reading, const struct node *node,
                           struct assertion *to)
{
    struct loader *loader = reading->owner;
    const struct vocabulary *v = loader->vocabulary;
    bool right = true;
    if (node_is_null(node))
        return true;
    if (node->kind != NODE_MAPPING)
        return add_expectation(reading, to, predicate_named(v, "equals"), node);
    for (size_t i = 0; i < node->count; i++) {
        const struct node *key = node->pairs[i].key;
        const struct predicate *p = predicate_named(v, text_string(reading->arena, key->text));
        if (p == NULL)
            diag_add(reading->diags, key->at, "unknown predicate \"%.*s\"",
                     TEXT_ARGS(key->text));
        right = p != NULL && add_expectation(reading, to, p, node->pairs[i].value) && right;
    }
    return right;
}

static bool read_question(struct reading *reading, const struct subject *subject,
                          const struct node *node, struct question *to)
{
    *to = (struct question){.subject = subject, .label = subject->name, .at = node->at};
    switch (subject->operand) {
    case OPERAND_NONE:
        return true;
    case OPERAND_OPTIONAL:
        return node_is_null(node) || read_operand(reading, subject, node, to);
    case OPERAND_TEXT:
        return read_operand(reading, subject, node, to);
    case OPERAND_FILE:
        return read_file_operand(reading, subject, node, to);
    }
    return false;
}

static bool read_asserted(struct reading *reading, const struct node *node,
                          const struct field *field, void *into)
{
    struct assertion *to = into;
    const struct subject *subject = field->member;
    if (!read_question(reading, subject, node, &to->question))
        return false;
    return subject->operand != OPERAND_NONE || read_shorthand(reading, node, to);
}

static bool read_captured(struct reading *reading, const struct node *node,
                          const struct field *field, void *into)
{
    struct capture *to = into;
    return read_question(reading, field->member, node, &to->question);
}

static bool read_predicate(struct reading *reading, const struct node *node,
                           const struct field *field, void *into)
{
    return add_expectation(reading, into, field->member, node);
}

static const struct custom_type asserted = {
    .name = "subject", .read = read_asserted, .schema = asserted_schema};
static const struct custom_type captured = {
    .name = "subject", .read = read_captured, .schema = captured_schema};
static const struct custom_type predicate_type = {
    .name = "operand", .read = read_predicate, .schema = predicate_schema};

static size_t count_of(const void *const *list)
{
    size_t n = 0;
    while (list[n] != NULL)
        n++;
    return n;
}

static const struct field_choice *one_subject(struct arena *arena, const struct vocabulary *v)
{
    size_t n = count_of((const void *const *)v->subjects);
    const char **names = arena_array(arena, n + 1, const char *);
    struct field_choice *choice = arena_array(arena, 2, struct field_choice);
    for (size_t i = 0; i < n; i++)
        names[i] = v->subjects[i]->name;
    choice[0] = (struct field_choice){.names = names, .what = "subject", .required = true};
    return choice;
}

static struct field *add_subjects(struct field *to, const struct vocabulary *v,
                                  const struct custom_type *type)
{
    for (size_t i = 0; v->subjects[i] != NULL; i++)
        *to++ = (struct field){.name = v->subjects[i]->name,
                               .type = FIELD_CUSTOM,
                               .custom = type,
                               .member = v->subjects[i],
                               .text = v->subjects[i]->text};
    return to;
}

const struct field_table *assertion_table(struct arena *arena, const struct vocabulary *v)
{
    size_t n = count_of((const void *const *)v->subjects) +
               count_of((const void *const *)v->predicates);
    struct field *fields = arena_array(arena, n + 3, struct field);
    struct field *to = add_subjects(fields, v, &asserted);
    for (size_t i = 0; v->predicates[i] != NULL; i++)
        *to++ = (struct field){.name = v->predicates[i]->name,
                               .type = FIELD_CUSTOM,
                               .custom = &predicate_type,
                               .member = v->predicates[i],
                               .text = v->predicates[i]->text};
    *to++ = (struct field){.name = "soft",
                           .type = FIELD_FLAG,
                           .at = offsetof(struct assertion, soft),
                           .text = "a failure degrades the step instead of failing it"};
    *to++ = (struct field){.name = "message",
                           .type = FIELD_TEXT,
                           .at = offsetof(struct assertion, message),
                           .text = "your own words for when it fails"};
    struct field_table *table = arena_make(arena, struct field_table);
    *table = (struct field_table){.name = "assertion",
                                  .text = "a subject and what is expected of it",
                                  .size = sizeof(struct assertion),
                                  .fields = fields,
                                  .choices = one_subject(arena, v)};
    return table;
}

const struct field_table *capture_table(struct arena *arena, const struct vocabulary *v)
{
    static const struct word types[] = {
        {.name = "text", .value = CAPTURE_TEXT, .text = "as it was written; the default"},
        {.name = "number", .value = CAPTURE_NUMBER, .text = "a JSON number, exact"},
        {.name = "boolean", .value = CAPTURE_BOOLEAN, .text = "true or false"},
        {.name = "json", .value = CAPTURE_JSON, .text = "the value itself, of any type"},
        {0},
    };
    static const struct field modifiers[] = {
        {.name = "type",
         .type = FIELD_WORD,
         .at = offsetof(struct capture, type),
         .words = types,
         .fallback = "text",
         .text = "what the variable becomes"},
        {.name = "redact",
         .type = FIELD_FLAG,
         .at = offsetof(struct capture, redact),
         .text = "the value is a secret: never shown, redacted wherever it turns up"},
        {.name = "default",
         .type = FIELD_TREE,
         .at = offsetof(struct capture, fallback),
         .text = "the value when nothing is found; without it that fails the step"},
    };
    size_t n = count_of((const void *const *)v->subjects);
    struct field *fields = arena_array(arena, n + 4, struct field);
    memcpy(add_subjects(fields, v, &captured), modifiers, sizeof modifiers);
    struct field_table *table = arena_make(arena, struct field_table);
    *table = (struct field_table){.name = "capture",
                                  .text = "a variable set from what a step saw",
                                  .size = sizeof(struct capture),
                                  .fields = fields,
                                  .choices = one_subject(arena, v),
                                  .name_at = offsetof(struct capture, name),
                                  .has_name = true};
    return table;
}
