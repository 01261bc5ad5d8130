/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_web.c - what strangers send to the page's server: paths, Accept, addresses, tokens. The first
 * line is the path, the second the Accept header, the third an address to listen on, the rest a
 * token's hash. */

#include "base/arena.h"
#include "base/must.h"
#include "web/listen.h"
#include "web/operations.h"
#include "web/routes.h"
#include "web/token.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* The line at *at, which moves behind it. */
static const char *line_of(struct arena *arena, struct text all, size_t *at)
{
    size_t from = *at;
    while (*at < all.length && all.at[*at] != '\n')
        ++*at;
    const char *line = text_string(arena, text_slice(all, from, *at));
    *at += *at < all.length ? 1 : 0;
    return line;
}

static void find_route(struct arena *arena, const char *path)
{
    static const char *const methods[] = {"GET", "HEAD", "POST", "DELETE", "BREW"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct request request = {.arena = arena, .method = methods[i], .path = path};
        struct answer answer = {.status = 200};
        buffer_init(&answer.body, 1 << 16);
        const struct web_route *route = routes_find(&request, &answer);
        must(route != NULL || answer.status == 404 || answer.status == 405);
        for (size_t c = 0; route != NULL && c < REQUEST_MOST_CAPTURES; c++)
            must(request.captures[c] == NULL || request.captures[c][0] != '\0');
        buffer_done(&answer.body);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct text all = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    struct sockaddr_storage address;
    const char *why = NULL;
    bool loopback;
    size_t at = 0;
    find_route(arena, line_of(arena, all, &at));
    int quality = operations_quality(line_of(arena, all, &at), "text/plain");
    must(quality >= 0 && quality <= 1000);
    must(listen_read(line_of(arena, all, &at), arena, &address, &loopback, &why) ||
         why != NULL);
    const char *hash = line_of(arena, all, &at);
    must(!token_matches(hash, text_of("no")));
    arena_end(arena);
    return 0;
}
