/* SPDX-License-Identifier: Apache-2.0 */
/* config_web.c - whether the page may be served as the configuration says.
 *
 * The page refuses the same when it opens; here it is told with its place, and before anything runs. */

#include "base/arena.h"
#include "plan/config_reading.h"

#include <arpa/inet.h>
#include <string.h>

enum { SALT_DIGITS = 32, HASH_DIGITS = 64 };
static const char hash_prefix[] = "sha256:";

/* Only addresses: what a name means is another's decision. */
static bool read_address(struct arena *arena, const char *listen, bool *ret_loopback)
{
    const char *colon = strrchr(listen, ':');
    long long port;
    struct in_addr v4;
    struct in6_addr v6;
    if (colon == NULL || !text_to_int(text_of(colon + 1), 0, 65535, &port))
        return false;
    const char *host = arena_strndup(arena, listen, (size_t)(colon - listen));
    size_t length = strlen(host);
    if (strcmp(host, "localhost") == 0) {
        *ret_loopback = true;
        return true;
    }
    if (inet_pton(AF_INET, host, &v4) == 1) {
        *ret_loopback = ntohl(v4.s_addr) >> 24 == 127;
        return true;
    }
    if (length < 3 || host[0] != '[' || host[length - 1] != ']' ||
        inet_pton(AF_INET6, arena_strndup(arena, host + 1, length - 2), &v6) != 1)
        return false;
    *ret_loopback = IN6_IS_ADDR_LOOPBACK(&v6);
    return true;
}

static bool is_token_hash(const char *hash)
{
    static const char digits[] = "0123456789abcdef";
    size_t prefix = sizeof hash_prefix - 1;
    if (strncmp(hash, hash_prefix, prefix) != 0)
        return false;
    hash += prefix;
    return strspn(hash, digits) == SALT_DIGITS && hash[SALT_DIGITS] == ':' &&
           strspn(hash + SALT_DIGITS + 1, digits) == HASH_DIGITS &&
           hash[SALT_DIGITS + 1 + HASH_DIGITS] == '\0';
}

/* Whoever can reach it can mute alerts and start runs. */
static void check_strangers(struct loader *loader, const struct web_rule *web)
{
    const char *missing = web->token_hash == NULL && web->certificate_file == NULL
                              ? "neither a token nor TLS protects it"
                          : web->token_hash == NULL ? "no token protects it"
                          : web->certificate_file == NULL
                              ? "without TLS the token is for all to read"
                              : NULL;
    if (missing == NULL)
        return;
    diag_add(loader->diags, web->listen_at, "%s can be reached by others, and %s", web->listen,
             missing)
        ->hint = "listen on 127.0.0.1, or give token_hash (made by `xunjian token`), "
                 "certificate and key";
}

void config_settle_web(struct loader *loader, struct web_rule *web)
{
    bool loopback = true;
    if (web->token_hash != NULL && !is_token_hash(web->token_hash))
        diag_add(loader->diags, web->token_at,
                 "expected what `xunjian token` prints, %sSALT:HASH", hash_prefix);
    if (web->certificate_file != NULL && web->key_file == NULL)
        diag_add(loader->diags, web->certificate_at, "a certificate needs its key");
    if (web->key_file != NULL && web->certificate_file == NULL)
        diag_add(loader->diags, web->key_at, "a key needs its certificate");
    if (web->listen != NULL && !read_address(loader->arena, web->listen, &loopback))
        diag_add(loader->diags, web->listen_at,
                 "expected an address and a port such as 127.0.0.1:8480, got \"%s\"",
                 web->listen);
    if (!loopback)
        check_strangers(loader, web);
}
