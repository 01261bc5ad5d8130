/* SPDX-License-Identifier: Apache-2.0 */
/* authority.h - a certificate authority for one test: made on the spot, believed by nobody else. */
#pragma once

#include <openssl/ssl.h>

struct authority;

struct authority *authority_new(void);
void authority_end(struct authority *authority);
/* Its own certificate, for an environment's ca_pem. */
const char *authority_pem(const struct authority *authority);

enum shown { SHOWN_GOOD = 0, SHOWN_EXPIRED, SHOWN_WRONG_NAME, SHOWN_SELF_SIGNED, SHOWN_COUNT };

/* A server's context with such a certificate for 127.0.0.1 and localhost. Owned by the authority. */
SSL_CTX *authority_context(struct authority *authority, enum shown shown);
