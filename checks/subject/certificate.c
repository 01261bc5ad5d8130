/* SPDX-License-Identifier: Apache-2.0 */
/* certificate - a fact about the certificate the peer presented. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/query.h"

static const char *const words[] = {"days_left", "issuer",     "key",          "names",
                                    "not_after", "not_before", "serial",       "sha256",
                                    "signature", "subject",    "verify_error", NULL};

static const void *compile(struct arena *arena, struct text operand,
                           struct query_error *ret_error)
{
    (void)arena;
    for (size_t i = 0; words[i] != NULL; i++)
        if (text_is(operand, words[i]))
            return words[i];
    ret_error->message = "unknown field: expected days_left, issuer, key, names, not_after, "
                         "not_before, serial, sha256, signature, subject or verify_error";
    return NULL;
}

static void found_names(struct sight *sight, struct extracted *ret, const struct certificate *c)
{
    const struct json **items =
        arena_array(sight->arena, c->name_count + 1, const struct json *);
    for (size_t i = 0; i < c->name_count; i++)
        items[i] = json_string_of(sight->arena, c->names[i]);
    ret->items = items;
    ret->count = c->name_count;
}

static const char *text_field(const struct certificate *c, struct text field,
                              struct arena *arena)
{
    if (text_is(field, "issuer"))
        return c->issuer;
    if (text_is(field, "key"))
        return c->key;
    if (text_is(field, "serial"))
        return c->serial;
    if (text_is(field, "sha256"))
        return c->sha256;
    if (text_is(field, "signature"))
        return c->signature;
    if (text_is(field, "not_after"))
        return utc_text(arena, c->not_after_utc_ns);
    if (text_is(field, "not_before"))
        return utc_text(arena, c->not_before_utc_ns);
    return c->subject;
}

/* Rounded down: a certificate that ended an hour ago has -1 days left. */
static int64_t whole_days(int64_t ns)
{
    const int64_t day_ns = 86400 * NS_PER_S;
    return ns / day_ns - (ns % day_ns < 0);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct exchange *answer = observation_answer(sight->saw);
    const struct text field = text_of(compiled);
    if (answer == NULL || answer->certificate_count == 0) {
        ret->problem = "no certificate was presented";
        return;
    }
    const struct certificate *leaf = &answer->certificates[0];
    if (text_is(field, "names")) {
        found_names(sight, ret, leaf);
    } else if (text_is(field, "days_left")) {
        int64_t left_ns = leaf->not_after_utc_ns - sight->now_utc_ns;
        found_one(sight, ret, json_int(sight->arena, whole_days(left_ns)));
    } else if (text_is(field, "verify_error")) {
        if (answer->tls_verify_error != NULL)
            found_text(sight, ret, text_of(answer->tls_verify_error));
    } else {
        const char *text = text_field(leaf, field, sight->arena);
        if (text != NULL)
            found_text(sight, ret, text_of(text));
    }
}

const struct subject subject_certificate = {
    .name = "certificate",
    .text = "a fact about the certificate the peer presented: days_left, issuer, names ...",
    .operand = OPERAND_TEXT,
    .words = words,
    .reason = REASON_ASSERTION,
    .compile = compile,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
