/* SPDX-License-Identifier: Apache-2.0 */
/* outside.c - env(name[, default]) and file(name). */

#include "plan/outside.h"
#include "base/arena.h"
#include "base/files.h"
#include "document/json.h"
#include "model/generator.h"

#include <stdlib.h>

enum { MOST_FILE_BYTES = 1 << 20 };

static const struct json *make_env(struct generator_call *call)
{
    const char *name = text_string(call->arena, json_to_text(call->arena, call->arguments[0]));
    const char *value = getenv(name);
    if (value != NULL)
        return json_string_of(call->arena, arena_strdup(call->arena, value));
    if (call->count > 1)
        return call->arguments[1];
    call->error = arena_printf(call->arena, "the environment variable %s is not set", name);
    return NULL;
}

static const struct json *make_file(struct generator_call *call)
{
    const char *name = text_string(call->arena, json_to_text(call->arena, call->arguments[0]));
    struct text bytes;
    if (!files_read(call->arena, name, MOST_FILE_BYTES, &bytes, &call->error))
        return NULL;
    return json_string(call->arena, bytes);
}

const struct generator generator_env = {
    .name = "env",
    .usage = "env(name[, default])",
    .text = "a variable of the robot's own environment, read when the plan is made",
    .least = 1,
    .most = 2,
    .make = make_env,
    .constant = true,
};

const struct generator generator_file = {
    .name = "file",
    .usage = "file(name)",
    .text = "the bytes of a file (at most 1 MB), read when the plan is made",
    .least = 1,
    .most = 1,
    .make = make_file,
    .constant = true,
};
