/* SPDX-License-Identifier: Apache-2.0 */
/* A customer of the demo app, step by step. */

#include "walk.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct walk walk_begin(const struct demo *demo, const char *mobile)
{
    return (struct walk){.demo = demo, .token = demo_login(demo, mobile, "Demo@2026")};
}

void walk_end(struct walk *walk)
{
    if (walk->last != NULL)
        reply_end(walk->last);
    free(walk->token);
}

const struct reply *walk_step(struct walk *walk, const char *code, const char *method,
                              const char *path_format, const char *body, ...)
{
    char path[256], url[512];
    va_list arguments;
    va_start(arguments, body);
    vsnprintf(path, sizeof path, path_format, arguments);
    va_end(arguments);
    snprintf(url, sizeof url, "%s%s", walk->demo->base, path);
    if (walk->last != NULL)
        reply_end(walk->last);
    walk->last = demo_ask(walk->demo, method, url, body, walk->token);
    cr_assert_str_eq(reply_text(walk->last, "code"), code, "%s %s %s: %s%s", method, path,
                     body != NULL ? body : "", walk->last->body, walk->last->error);
    return walk->last;
}

int walk_poll(struct walk *walk, const char *path, const char *field, const char *wanted,
              int most)
{
    for (int asked = 1; asked <= most; asked++) {
        const struct reply *reply = walk_step(walk, "0000", "GET", "%s", NULL, path);
        if (strcmp(reply_text(reply, field), wanted) == 0)
            return asked;
    }
    cr_assert(false, "%s: %s was not %s after %d polls: %s", path, field, wanted, most,
              walk->last->body);
    return 0;
}
