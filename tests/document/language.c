/* SPDX-License-Identifier: Apache-2.0 */
/* language.c - the tables of the small language. */

#include "language.h"
#include "base/clock.h"
#include "base/must.h"
#include "document/bind.h"
#include "document/node.h"

static const struct word backoffs[] = {{.name = "fixed", .value = BACKOFF_FIXED},
                                       {.name = "linear", .value = BACKOFF_LINEAR},
                                       {0}};
static const struct word causes[] = {{.name = "timeout", .value = 1},
                                     {.name = "connect", .value = 2},
                                     {.name = "5xx", .value = 4},
                                     {0}};

static const struct field retry_fields[] = {{.name = "count",
                                             .type = FIELD_COUNT,
                                             .at = offsetof(struct retry, count),
                                             .least = 1,
                                             .most = 10,
                                             .fallback = "1",
                                             .text = "attempts after the first"},
                                            {.name = "interval",
                                             .also = "pause",
                                             .type = FIELD_DURATION,
                                             .at = offsetof(struct retry, interval_ns),
                                             .least = NS_PER_MS,
                                             .most = 60 * NS_PER_S,
                                             .fallback = "500ms",
                                             .text = "pause before each new attempt"},
                                            {.name = "backoff",
                                             .type = FIELD_WORD,
                                             .at = offsetof(struct retry, backoff),
                                             .words = backoffs,
                                             .text = "how the pause grows"},
                                            {.name = "for",
                                             .type = FIELD_WORDS,
                                             .at = offsetof(struct retry, causes),
                                             .words = causes,
                                             .fallback = "[timeout, connect]",
                                             .text = "what is tried again"},
                                            {0}};

static void check_retry(struct reading *reading, const struct node *at, void *into)
{
    const struct retry *retry = into;
    if (retry->count > 5 && retry->backoff == BACKOFF_LINEAR)
        diag_add(reading->diags, at->at, "too patient");
}

const struct field_table retry_table = {.name = "retry",
                                        .text = "Trying again",
                                        .size = sizeof(struct retry),
                                        .fields = retry_fields,
                                        .shorthand = "count",
                                        .check = check_retry};

static const struct field entry_value = {.name = "value",
                                         .type = FIELD_TREE,
                                         .at = offsetof(struct entry, value),
                                         .text = "a value"};
static const struct field_table entry_table = {.name = "entry",
                                               .text = "A value with a name",
                                               .size = sizeof(struct entry),
                                               .whole = &entry_value,
                                               .name_at = offsetof(struct entry, name),
                                               .has_name = true,
                                               .name_place_at = offsetof(struct entry, at)};

static const struct field part_fields[] = {{.name = "title",
                                            .type = FIELD_TEXT,
                                            .at = offsetof(struct part, title),
                                            .required = true,
                                            .text = "what it is called"},
                                           {0}};
static const struct field_table part_table = {
    .name = "part", .text = "A part", .size = sizeof(struct part), .fields = part_fields};

/* A custom type stores more than one member. */
static bool read_status(struct reading *reading, const struct node *node,
                        const struct field *field, void *into)
{
    struct thing *thing = into;
    must(field->at == offsetof(struct thing, status_low));
    if (text_is(node->text, "2xx")) {
        thing->status_low = 200;
        thing->status_high = 299;
        return true;
    }
    bind_expected(reading, node, field->custom->name);
    return false;
}
static const struct json *status_schema(struct arena *arena, const struct field *field)
{
    (void)field;
    struct json *made = json_object_new(arena, 1);
    json_set(arena, made, text_of("const"), json_string_of(arena, "2xx"));
    return made;
}

static const struct custom_type status_type = {
    .name = "a status class", .read = read_status, .schema = status_schema};

static const char *const ways[] = {"url", "raw", NULL};
static const struct field_choice choices[] = {{.names = ways, .what = "way", .required = true},
                                              {0}};

static const struct field thing_fields[] = {
    {.name = "title",
     .type = FIELD_TEXT,
     .at = offsetof(struct thing, title),
     .place_at = offsetof(struct thing, title_at),
     .required = true,
     .text = "its name"},
    {.name = "motto",
     .type = FIELD_TEXT,
     .at = offsetof(struct thing, motto),
     .fallback = "\"\"",
     .text = "its motto"},
    {.name = "tags",
     .type = FIELD_TEXTS,
     .at = offsetof(struct thing, tags),
     .count_at = offsetof(struct thing, tag_count),
     .most = 3,
     .text = "for selecting it"},
    {.name = "url", .type = FIELD_TEMPLATE, .at = offsetof(struct thing, url), .text = "where"},
    {.name = "verify",
     .type = FIELD_FLAG,
     .at = offsetof(struct thing, verify),
     .fallback = "true",
     .text = "whether it is checked"},
    {.name = "body",
     .type = FIELD_SIZE,
     .at = offsetof(struct thing, body_bytes),
     .least = 1,
     .most = 10 << 20,
     .fallback = "1MB",
     .text = "the most it may hold"},
    {.name = "raw",
     .also = "asis",
     .type = FIELD_NODE,
     .at = offsetof(struct thing, raw),
     .text = "as it is"},
    {.name = "retry",
     .type = FIELD_STRUCT,
     .at = offsetof(struct thing, retry),
     .of = &retry_table,
     .text = "trying again"},
    {.name = "again",
     .type = FIELD_POINTER,
     .at = offsetof(struct thing, again),
     .of = &retry_table,
     .text = "the same, only if asked for"},
    {.name = "headers",
     .type = FIELD_MAP,
     .at = offsetof(struct thing, headers),
     .count_at = offsetof(struct thing, header_count),
     .of = &entry_table,
     .text = "headers"},
    {.name = "parts",
     .type = FIELD_LIST,
     .at = offsetof(struct thing, parts),
     .count_at = offsetof(struct thing, part_count),
     .of = &part_table,
     .single = true,
     .most = 2,
     .text = "its parts"},
    {.name = "status",
     .type = FIELD_CUSTOM,
     .at = offsetof(struct thing, status_low),
     .custom = &status_type,
     .text = "what comes back"},
    {0}};
const struct field_table thing_table = {.name = "thing",
                                        .text = "A thing",
                                        .size = sizeof(struct thing),
                                        .fields = thing_fields,
                                        .choices = choices};

static const struct template *as_template(struct reading *reading, const struct node *node)
{
    if (text_find(node->text, text_of("${}"), 0) >= 0) {
        diag_add(reading->diags, node->at, "empty placeholder");
        return NULL;
    }
    return (const struct template *)(const void *)node;
}

static const struct tree *as_tree(struct reading *reading, const struct node *node)
{
    (void)reading;
    return (const struct tree *)(const void *)node;
}

struct reading language_reading(struct arena *arena, struct diags *diags)
{
    return (struct reading){
        .arena = arena, .diags = diags, .template = as_template, .tree = as_tree};
}
