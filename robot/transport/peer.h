/* SPDX-License-Identifier: Apache-2.0 */
/* peer.h - what the other side of a TLS handshake showed: its certificates, kept when they are not
 * to be trusted, and what was agreed on. */
#pragma once

#include "base/text.h"

#include <openssl/types.h>
#include <stdbool.h>

struct arena;
struct certificate;
struct exchange;

/* Verifies chain, validity, purpose and name; records the certificates and what is wrong with them
 * in *saw. The body of a callback for SSL_CTX_set_cert_verify_callback, which is the one place
 * where a chain can be seen that fails. True when it is to be trusted as `host` (a name, or an IP
 * address). */
bool peer_verify(X509_STORE_CTX *presented, struct text host, struct arena *arena,
                 struct exchange *saw);

/* Records version and cipher, and the certificates when none were recorded: those of a connection
 * made earlier. */
void peer_describe(SSL *ssl, struct arena *arena, struct exchange *saw);

/* One certificate's facts. */
void peer_certificate(struct arena *arena, X509 *x509, struct certificate *ret);
