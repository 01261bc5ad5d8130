/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.c - libfyaml's events to the builder, its complaints to diags.
 *
 * libfyaml is asked for events only, told to print nothing, and given bytes that were checked
 * first: it takes invalid UTF-8 and NUL for the end of the input and reports success, which would
 * silently run half a journey. */

#include "document/yaml.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"
#include "document/build.h"
#include "document/bytes.h"

#include <libfyaml.h>
#include <string.h>

/* libfyaml's marks count characters, lines and columns from 0. */
struct reader {
    const struct source *source;
    struct diags *diags;
    struct fy_parser *parser;
    struct fy_diag *complaints;
    struct build build;
    struct place last; /* just after the last token: where an empty value stands */
    int documents;
};

static struct place place_of(const struct source *source, int line, int column, int length)
{
    return (struct place){
        .source = source, .line = line, .column = column, .length = length > 0 ? length : 1};
}

/* ---- places ---- */

/* From a token's marks; widened by the quotes or the `*` that libfyaml leaves out. */
static struct place token_place(struct reader *r, struct fy_token *token, int before, int after)
{
    const struct fy_mark *start = token != NULL ? fy_token_start_mark(token) : NULL;
    const struct fy_mark *end = token != NULL ? fy_token_end_mark(token) : NULL;
    if (start == NULL)
        return r->last;
    if (start->column < before)
        before = 0;
    int length = 1;
    if (end != NULL && end->line == start->line)
        length = end->column - start->column + before + after;
    if (end != NULL)
        r->last = place_of(r->source, end->line + 1, end->column + 1 + after, 1);
    return place_of(r->source, start->line + 1, start->column + 1 - before, length);
}

/* A block's mark is the start of its first line: the place is where the text begins. */
static struct place block_place(struct reader *r, struct fy_token *token)
{
    const struct fy_mark *start = fy_token_start_mark(token);
    struct place at = token_place(r, token, 0, 0);
    struct text bytes = r->source->bytes;
    size_t i = start != NULL ? start->input_pos : bytes.length;
    for (; i < bytes.length && (bytes.at[i] == ' ' || bytes.at[i] == '\n'); i++) {
        at.column = bytes.at[i] == '\n' ? 1 : at.column + 1;
        at.line += bytes.at[i] == '\n' ? 1 : 0;
    }
    return at;
}

static struct place scalar_place(struct reader *r, struct fy_token *token)
{
    switch (fy_token_scalar_style(token)) {
    case FYSS_SINGLE_QUOTED:
    case FYSS_DOUBLE_QUOTED:
        return token_place(r, token, 1, 1);
    case FYSS_LITERAL:
    case FYSS_FOLDED:
        return block_place(r, token);
    case FYSS_PLAIN:
    case FYSS_ANY:
    case FYSS_MAX:
        break;
    }
    const struct node *key = build_pending_key(&r->build);
    bool empty = token == NULL || fy_token_start_mark(token) == NULL;
    return empty && key != NULL ? key->at : token_place(r, token, 0, 0);
}

/* ---- events ---- */

static struct text token_text(struct fy_token *token)
{
    size_t length = 0;
    const char *at = token != NULL ? fy_token_get_text(token, &length) : NULL;
    return at != NULL ? (struct text){.at = at, .length = length} : text_of("");
}

static enum node_tag tag_of(struct reader *r, struct fy_token *token, enum node_kind kind)
{
    static const struct {
        const char *name;
        enum node_kind kind;
        enum node_tag tag;
    } tags[] = {
        {"!", NODE_SCALAR, NODE_TAG_STR},
        {"tag:yaml.org,2002:str", NODE_SCALAR, NODE_TAG_STR},
        {"tag:yaml.org,2002:int", NODE_SCALAR, NODE_TAG_INT},
        {"tag:yaml.org,2002:float", NODE_SCALAR, NODE_TAG_FLOAT},
        {"tag:yaml.org,2002:bool", NODE_SCALAR, NODE_TAG_BOOL},
        {"tag:yaml.org,2002:null", NODE_SCALAR, NODE_TAG_NULL},
        {"!", NODE_SEQUENCE, NODE_TAG_NONE},
        {"tag:yaml.org,2002:seq", NODE_SEQUENCE, NODE_TAG_NONE},
        {"!", NODE_MAPPING, NODE_TAG_NONE},
        {"tag:yaml.org,2002:map", NODE_MAPPING, NODE_TAG_NONE},
    };
    if (token == NULL)
        return NODE_TAG_NONE;
    struct text name = token_text(token);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (tags[i].kind == kind && text_is(name, tags[i].name))
            return tags[i].tag;
    struct diag *d = diag_add(r->diags, token_place(r, token, 0, 0), "unknown tag \"%.*s\"",
                              TEXT_ARGS(utf8_cut(name, 100)));
    d->hint = "tags of single values are !!str !!int !!float !!bool !!null";
    return NODE_TAG_NONE;
}

static void scalar(struct reader *r, struct fy_event *event)
{
    struct fy_token *value = event->scalar.value;
    struct introduction intro = {
        .tag = tag_of(r, event->scalar.tag, NODE_SCALAR),
        .anchor = token_text(event->scalar.anchor),
        .at = scalar_place(r, value),
    };
    bool plain = value == NULL || fy_token_scalar_style(value) == FYSS_PLAIN;
    build_scalar(&r->build, &intro, token_text(value), plain);
}

static void begin(struct reader *r, struct fy_event *event, enum node_kind kind)
{
    bool sequence = kind == NODE_SEQUENCE;
    struct fy_token *token =
        sequence ? event->sequence_start.sequence_start : event->mapping_start.mapping_start;
    struct fy_token *anchor =
        sequence ? event->sequence_start.anchor : event->mapping_start.anchor;
    struct introduction intro = {
        .tag = tag_of(r, sequence ? event->sequence_start.tag : event->mapping_start.tag, kind),
        .anchor = token_text(anchor),
        .at = token_place(r, token, 0, 0),
        .flow = fy_event_get_node_style(event) == FYNS_FLOW,
    };
    build_begin(&r->build, &intro, kind);
}

static void begin_document(struct reader *r, struct fy_event *event)
{
    if (r->documents++ == 0)
        return;
    struct diag *d =
        diag_add(r->diags, token_place(r, event->document_start.document_start, 0, 0),
                 "a second document begins here");
    d->hint = "one file holds one document: remove the --- or split the file";
    r->build.stopped = true;
}

static void take(struct reader *r, struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        begin_document(r, event);
        break;
    case FYET_SCALAR:
        scalar(r, event);
        break;
    case FYET_SEQUENCE_START:
        begin(r, event, NODE_SEQUENCE);
        break;
    case FYET_MAPPING_START:
        begin(r, event, NODE_MAPPING);
        break;
    case FYET_SEQUENCE_END:
    case FYET_MAPPING_END:
        build_finish(&r->build);
        break;
    case FYET_ALIAS:
        build_alias(&r->build, token_place(r, event->alias.anchor, 1, 0),
                    token_text(event->alias.anchor));
        break;
    case FYET_NONE:
    case FYET_STREAM_START:
    case FYET_STREAM_END:
    case FYET_DOCUMENT_END:
        break;
    }
}

/* ---- what libfyaml complains of ---- */

/* Its messages are short and right; these say what to do about the frequent ones. */
static const struct advice {
    const char *message, *instead, *hint;
} advices[] = {
    {"tab", "tab used for indentation", "indent with spaces"},
    {"invalid nested block mapping on the same line", NULL,
     "quote the text if it holds \": \""},
    {"plain scalar cannot start", NULL, "quote the text"},
    {"invalid multiline plain key", NULL,
     "check the indentation of the lines that follow: spaces, no tabs"},
    {"invalid value after mapping", NULL, "check the indentation"},
    {"at the end of block sequence", NULL, "check the indentation"},
    {"invalid escape", NULL, "write \\\\ for a backslash, or use single quotes"},
};

static void advise(struct diags *diags, struct diag *d)
{
    for (size_t i = 0; i < sizeof advices / sizeof advices[0]; i++) {
        if (strstr(d->message, advices[i].message) == NULL)
            continue;
        if (advices[i].instead != NULL)
            d->message = arena_strdup(diags->arena, advices[i].instead);
        d->hint = advices[i].hint;
        return;
    }
}

/* A bracket never closed is noticed at the end of the file; the mistake is where it was opened. */
static const struct frame *innermost_flow(const struct build *b)
{
    const struct frame *f = b->depth > 0 ? &b->frames[b->depth - 1] : NULL;
    return f != NULL && f->flow ? f : NULL;
}

static bool is_past_end(struct text bytes, int line)
{
    int lines = bytes.length > 0 && bytes.at[bytes.length - 1] != '\n' ? 1 : 0;
    for (size_t i = 0; i < bytes.length; i++)
        lines += bytes.at[i] == '\n' ? 1 : 0;
    return line > lines;
}

static void complain(struct reader *r)
{
    void *iterator = NULL;
    const struct fy_diag_error *e = fy_diag_errors_iterate(r->complaints, &iterator);
    const struct frame *flow = innermost_flow(&r->build);
    if (e == NULL || e->msg == NULL) {
        diag_add(r->diags, r->last, "not valid YAML");
        return;
    }
    const char *bracket = flow != NULL && flow->node->kind == NODE_SEQUENCE ? "[" : "{";
    if (flow != NULL && is_past_end(r->source->bytes, e->line)) {
        diag_add(r->diags, flow->node->at, "this %s is never closed", bracket);
        return;
    }
    struct place at = e->line > 0 ? place_of(r->source, e->line, e->column, 1) : r->last;
    struct diag *d = diag_add(r->diags, at, "%s", e->msg);
    advise(r->diags, d);
    if (flow != NULL && strstr(e->msg, "missing comma") != NULL)
        d->hint = "inside { } and [ ], quote a text that holds ${...}, a comma or a bracket";
    if (flow != NULL && flow->node->at.line < at.line)
        diag_cause(r->diags, d, flow->node->at,
                   arena_printf(r->diags->arena, "inside the %s opened here", bracket));
}

/* ---- the whole ---- */

static void swallow(struct fy_diag *diag, void *user, const char *bytes, size_t length)
{
    (void)diag, (void)user, (void)bytes, (void)length;
}

static struct fy_parser *open_parser(struct reader *r)
{
    struct fy_diag_cfg quiet;
    fy_diag_cfg_default(&quiet);
    quiet.fp = NULL;
    quiet.output_fn = swallow;
    r->complaints = fy_diag_create(&quiet);
    must(r->complaints != NULL);
    fy_diag_set_collect_errors(r->complaints, true);
    struct fy_parse_cfg config = {
        .flags = FYPCF_QUIET | FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE,
        .diag = r->complaints,
    };
    struct fy_parser *parser = fy_parser_create(&config);
    must(parser != NULL);
    struct text bytes = r->source->bytes;
    must(fy_parser_set_string(parser, bytes.at, bytes.length) == 0);
    return parser;
}

static void read_events(struct reader *r)
{
    struct fy_event *event;
    while (!r->build.stopped && (event = fy_parser_parse(r->parser)) != NULL) {
        take(r, event);
        fy_parser_event_free(r->parser, event);
    }
    if (!r->build.stopped && fy_parser_get_stream_error(r->parser))
        complain(r);
}

const struct node *yaml_read(struct arena *arena, const struct source *source,
                             struct diags *diags)
{
    int before = diags->count;
    if (!bytes_check(source, diags))
        return NULL;
    struct arena *scratch = arena_new();
    struct reader r = {.source = source, .diags = diags, .last = place_of(source, 1, 1, 1)};
    build_init(&r.build, arena, scratch, diags);
    if (source->bytes.length > 0) {
        r.parser = open_parser(&r);
        read_events(&r);
        fy_parser_destroy(r.parser);
        fy_diag_destroy(r.complaints);
    }
    if (r.build.root == NULL && diags->count == before)
        build_scalar(&r.build, &(struct introduction){.at = place_of(source, 1, 1, 1)},
                     text_of(""), true);
    arena_end(scratch);
    return diags->count == before ? r.build.root : NULL;
}
