/* SPDX-License-Identifier: Apache-2.0 */
/* read_budget.c - `budget:` of a step: what it may take before it is degraded. */

#include "base/arena.h"
#include "document/bind.h"
#include "document/json.h"
#include "document/node.h"
#include "plan/loader.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT(key, index, words)                                            \
    {                                                                       \
        .name = key, .type = FIELD_DURATION, .text = words,                 \
        .at = offsetof(struct budget, limit_ns) + (index) * sizeof(int64_t) \
    }
#define PAGE_LIMIT(key, kind, member, words)                                                  \
    {                                                                                         \
        .name = key, .type = kind, .text = words, .at = offsetof(struct budget, page.member), \
        .least = 1                                                                            \
    }
#define PAGE_COUNT(key, member, highest, words)                                   \
    {                                                                             \
        .name = key, .type = FIELD_COUNT, .text = words,                          \
        .at = offsetof(struct budget, page.member), .least = 1, .most = (highest) \
    }

static bool read_shift(struct reading *reading, const struct node *node,
                       const struct field *field, void *into)
{
    double shift = 0;
    char digits[16] = {0};
    bool number = node->kind == NODE_SCALAR && node->text.length < sizeof digits &&
                  json_is_number(node->text);
    if (number) {
        memcpy(digits, node->text.at, node->text.length);
        shift = strtod(digits, NULL);
    }
    if (!(shift > 0 && shift <= 100)) {
        bind_expected(reading, node, "a number over 0, at most 100");
        return false;
    }
    memcpy((char *)into + field->at, &shift, sizeof shift);
    return true;
}

static const struct json *shift_schema(struct arena *arena, const struct field *field)
{
    struct json *schema = json_object_new(arena, 1);
    (void)field;
    json_set(arena, schema, text_of("type"), json_string_of(arena, "number"));
    return schema;
}

static const struct custom_type shift_type = {
    .name = "a number over 0", .read = read_shift, .schema = shift_schema};

static const struct field budget_fields[] = {
    LIMIT("dns", PHASE_DNS, "resolving the name"),
    LIMIT("connect", PHASE_CONNECT, "the TCP connection"),
    LIMIT("tls", PHASE_TLS, "the TLS handshake"),
    LIMIT("send", PHASE_SEND, "sending the request"),
    LIMIT("wait", PHASE_WAIT, "from the last byte sent to the first received"),
    LIMIT("receive", PHASE_RECEIVE, "receiving the answer"),
    LIMIT("first_byte", BUDGET_FIRST_BYTE, "from the start to the first byte of the answer"),
    LIMIT("total", BUDGET_TOTAL, "the whole attempt, redirects included"),
    PAGE_LIMIT("fcp", FIELD_DURATION, fcp_ns,
               "in a browser: until something of the page is drawn"),
    PAGE_LIMIT("lcp", FIELD_DURATION, lcp_ns,
               "in a browser: until the largest picture or text is drawn"),
    PAGE_LIMIT(
        "ready", FIELD_DURATION, ready_ns,
        "in a browser: until the page is read and its scripts have run (DOMContentLoaded)"),
    PAGE_LIMIT("load", FIELD_DURATION, load_ns,
               "in a browser: until all the page names is there"),
    PAGE_LIMIT(
        "interaction", FIELD_DURATION, interaction_ns,
        "in a browser: from a click or key to the next picture, the slowest of the step (INP)"),
    PAGE_LIMIT("long_task", FIELD_DURATION, long_task_ns,
               "in a browser: the longest time a script holds the page"),
    PAGE_LIMIT("blocked", FIELD_DURATION, blocked_ns,
               "in a browser: what long tasks are over 50ms, summed up (TBT)"),
    PAGE_COUNT(
        "frame_rate", frame_rate, 60,
        "in a browser: frames a second at least, while it is scrolled, swiped or dragged"),
    PAGE_COUNT("dropped_frames", dropped_frames, 99,
               "in a browser: percent of the frames that may be missing meanwhile"),
    PAGE_LIMIT("stall", FIELD_DURATION, stall_ns,
               "in a browser: the longest time without a new frame meanwhile"),
    {.name = "cls",
     .type = FIELD_CUSTOM,
     .custom = &shift_type,
     .at = offsetof(struct budget, page.cls),
     .text = "in a browser: how much of the page jumps (a number: 0.1 is good, 0.25 poor)"},
    PAGE_LIMIT("requests", FIELD_COUNT, requests, "in a browser: requests in the step"),
    PAGE_LIMIT("bytes", FIELD_SIZE, bytes,
               "in a browser: bytes received in the step, packed as they came"),
    {0},
};
const struct field_table budget_table = {
    .name = "budget",
    .text =
        "how long each phase, and how much the page, may take; over it the step is degraded",
    .size = sizeof(struct budget),
    .fields = budget_fields,
    .shorthand = "total"};

bool budget_asks_page(const struct budget *budget)
{
    const struct page_budget *p = budget != NULL ? &budget->page : NULL;
    return p != NULL && (p->fcp_ns > 0 || p->lcp_ns > 0 || p->ready_ns > 0 || p->load_ns > 0 ||
                         p->interaction_ns > 0 || p->long_task_ns > 0 || p->blocked_ns > 0 ||
                         p->frame_rate > 0 || p->dropped_frames > 0 || p->stall_ns > 0 ||
                         p->cls > 0 || p->requests > 0 || p->bytes > 0);
}
