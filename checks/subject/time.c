/* SPDX-License-Identifier: Apache-2.0 */
/* time - how long a phase of the attempt took. */

#include "base/arena.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/subject.h"
#include "query/query.h"

static const char *const words[] = {"dns",     "connect",    "tls",   "send", "wait",
                                    "receive", "first_byte", "total", NULL};

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    (void)arena;
    for (size_t i = 0; words[i] != NULL; i++)
        if (text_is(operand, words[i]))
            return &words[i];
    ret_error->message =
        "unknown phase: expected dns, connect, tls, send, wait, receive, first_byte "
        "or total";
    return NULL;
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct timing *time = &sight->saw->time;
    ptrdiff_t index = (const char *const *)compiled - words;
    int64_t ns = index < NETWORK_PHASES    ? time->phase_ns[index]
                 : index == NETWORK_PHASES ? time->first_byte_ns
                                           : time->total_ns;
    ret->duration = true;
    if (ns >= 0)
        found_one(sight, ret, json_int(sight->arena, ns));
}

const struct subject subject_time = {
    .name = "time",
    .text =
        "how long a phase took; compare it with durations such as 800ms (a budget degrades, "
        "this fails)",
    .operand = OPERAND_TEXT,
    .words = words,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .extract = extract,
};
