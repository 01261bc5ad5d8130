/* SPDX-License-Identifier: Apache-2.0 */
/* question_schema.c - what an editor is told of the keys whose values have a form of their own.
 *
 * A template may stand for nearly any scalar, so the schemas tell forms, not ranges. */

#include "plan/question_schema.h"
#include "base/arena.h"
#include "document/field.h"
#include "document/json.h"
#include "model/step_kind.h"
#include "model/subject.h"
#include "query/predicate.h"

/* The schema written out: `text` lives as long as the program. */
static const struct json *written(struct arena *arena, const char *text)
{
    struct json_error error;
    return json_parse(arena, text_of(text), &json_default_limits, &error);
}

static const char scalar[] = "{\"type\":[\"string\",\"number\",\"boolean\"]}";

static const struct json *operand_schema(struct arena *arena, const struct subject *subject)
{
    switch (subject->operand) {
    case OPERAND_NONE:
        return written(arena, "true");
    case OPERAND_OPTIONAL:
        return written(arena, "{\"type\":[\"string\",\"null\"]}");
    case OPERAND_TEXT:
        return written(arena, scalar);
    case OPERAND_FILE:
        return written(arena, "{\"type\":\"string\"}");
    }
    return written(arena, "true");
}

const struct json *asserted_schema(struct arena *arena, const struct field *field)
{
    return operand_schema(arena, field->member);
}

const struct json *captured_schema(struct arena *arena, const struct field *field)
{
    const struct subject *subject = field->member;
    return subject->operand == OPERAND_NONE ? written(arena, "{\"type\":\"null\"}")
                                            : operand_schema(arena, subject);
}

const struct json *predicate_schema(struct arena *arena, const struct field *field)
{
    const struct predicate *predicate = field->member;
    switch (predicate->operand) {
    case OPERAND_ANY:
    case OPERAND_CONDITION:
    case OPERAND_COUNT:
        return written(arena, "true");
    case OPERAND_STRING:
    case OPERAND_ORDERED:
    case OPERAND_PATTERN:
    case OPERAND_BOOLEAN:
        return written(arena, scalar);
    case OPERAND_WORD:
        return written(arena, "{\"type\":[\"string\",\"null\"]}");
    case OPERAND_PAIR:
        return written(arena, "{\"type\":\"array\",\"minItems\":2,\"maxItems\":2}");
    case OPERAND_LIST:
    case OPERAND_ANY_OF:
        return written(arena, "{\"type\":[\"array\",\"string\"]}");
    }
    return written(arena, "true");
}

const struct json *kind_schema(struct arena *arena, const struct field *field)
{
    const struct step_kind *kind = field->member;
    struct json *made = json_object_new(arena, 1);
    if (kind->fields == NULL)
        return written(arena, "false");
    json_set(arena, made, text_of("$ref"),
             json_string_of(arena, arena_printf(arena, "#/$defs/%s", kind->fields->name)));
    return made;
}
