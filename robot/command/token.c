/* SPDX-License-Identifier: Apache-2.0 */
/* token.c - `xunjian token`: a new token for the status page, and its hash for xunjian.yaml.
 *
 * Printed once and kept nowhere: whoever loses it makes another. */

#include "web/token.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"

enum { MOST_ARGUMENTS = 8, MOST_BYTES = 1024 };

static int run(const struct command *self, int argc, char **argv)
{
    const char *rest[MOST_ARGUMENTS + 1], *token, *hash;
    int code;
    if (argc > MOST_ARGUMENTS)
        return options_wrong(self, "too many arguments");
    if (!options_read(self, argc, argv, NULL, rest, &code))
        return code;
    if (rest[0] != NULL)
        return options_wrong(self, "unexpected argument \"%.100s\"", rest[0]);
    struct arena *arena = arena_new();
    struct buffer out;
    buffer_init(&out, MOST_BYTES);
    code = EXIT_INTERNAL;
    if (token_make(arena, &token, &hash)) {
        buffer_printf(&out, "token:      %s\ntoken_hash: %s\n", token, hash);
        code = print_bytes(&out) ? EXIT_PASSED : EXIT_INTERNAL;
    }
    buffer_done(&out);
    arena_end(arena);
    return code;
}

const struct command command_token = {
    .name = "token",
    .text = "Makes a token for the status page: give it to people, its hash to web.token_hash.",
    .arguments = "",
    .run = run,
};
