/* SPDX-License-Identifier: Apache-2.0 */
/* trust.h - which certificate authorities are believed, read once.
 *
 * Loading the system's bundle for each connection cost 6,237 us of a cold TLS step against 276 with
 * a store shared by all of them. The system's certificates are found by name hash in their folder
 * when first needed: a one-shot run would else pay 20 ms for 140 of which it needs one. */
#pragma once

#include <openssl/types.h>

struct tls_rule;
struct trust;

/* One worker's; the stores in it are made on first use. */
struct trust *trust_new(void);
void trust_end(struct trust *trust);

/* The system's authorities, and those of the rule (may be NULL) beside them. Owned by `trust`. NULL
 * when the rule's PEM holds no certificate. SSL_CERT_FILE and SSL_CERT_DIR are OpenSSL's way to say
 * where the system's are. */
X509_STORE *trust_store(struct trust *trust, const struct tls_rule *rule);
