/* SPDX-License-Identifier: Apache-2.0 */
/* random.c - random() and pick(): a whole number, one of several. */

#include "data/random.h"
#include "data/argument.h"
#include "document/json.h"

static const struct json *make_random(struct generator_call *call)
{
    long long least = 0, most = 0;
    if (!argument_int(call, 0, INT64_MIN, INT64_MAX, &least) ||
        !argument_int(call, 1, least, INT64_MAX, &most))
        return NULL;
    return json_int(call->arena, random_between(call->random, least, most));
}

static const struct json *make_pick(struct generator_call *call)
{
    const struct json *first = call->arguments[0];
    bool list = call->count == 1 && first->kind == JSON_ARRAY;
    size_t count = list ? first->count : call->count;
    if (count == 0)
        return argument_fail(call, "argument 1: expected an array with something in it");
    size_t at = random_below(call->random, count);
    return list ? first->items[at] : call->arguments[at];
}

const struct generator generator_pick = {
    .name = "pick",
    .usage = "pick(one, another, ...)",
    .text = "one of its arguments, or of the items of an array, each as likely",
    .least = 1,
    .most = 16,
    .make = make_pick,
};

const struct generator generator_random = {
    .name = "random",
    .usage = "random(least, most)",
    .text = "a whole number from least to most, both included",
    .least = 2,
    .most = 2,
    .make = make_random,
};
