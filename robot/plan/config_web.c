/* SPDX-License-Identifier: Apache-2.0 */
/* config_web.c - whether the page may be served as the configuration says.
 *
 * The page refuses the same when it opens; here it is told with its place, and before anything runs. */

#include "base/address.h"
#include "plan/config_reading.h"

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
    struct sockaddr_storage at;
    if (web->token_hash != NULL && !config_is_token_hash(web->token_hash))
        diag_add(loader->diags, web->token_at,
                 "expected what `xunjian token` prints, sha256:SALT:HASH");
    if (web->certificate_file != NULL && web->key_file == NULL)
        diag_add(loader->diags, web->certificate_at, "a certificate needs its key");
    if (web->key_file != NULL && web->certificate_file == NULL)
        diag_add(loader->diags, web->key_at, "a key needs its certificate");
    if (web->listen == NULL)
        return;
    if (!address_read(web->listen, &at))
        diag_add(loader->diags, web->listen_at,
                 "expected an address and a port such as 127.0.0.1:8480, got \"%s\"",
                 web->listen);
    else if (!address_is_loopback((const struct sockaddr *)&at))
        check_strangers(loader, web);
}
