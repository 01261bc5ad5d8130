/* SPDX-License-Identifier: Apache-2.0 */
/* chrome_launch.c - how a browser was started, compared and kept. */

#include "base/arena.h"
#include "transport/browser/chrome.h"

#include <string.h>

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool chrome_launch_equal(const struct chrome_launch *a, const struct chrome_launch *b)
{
    return same(a->ca_file, b->ca_file) && same(a->resolve, b->resolve) &&
           same(a->camera, b->camera) && same(a->microphone, b->microphone) &&
           a->media == b->media && a->visible == b->visible && a->devtools == b->devtools;
}

struct chrome_launch chrome_launch_copy(struct arena *arena, const struct chrome_launch *launch)
{
    return (struct chrome_launch){.ca_file = arena_strdup(arena, launch->ca_file),
                                  .resolve = arena_strdup(arena, launch->resolve),
                                  .camera = arena_strdup(arena, launch->camera),
                                  .microphone = arena_strdup(arena, launch->microphone),
                                  .media = launch->media,
                                  .visible = launch->visible,
                                  .devtools = launch->devtools};
}
