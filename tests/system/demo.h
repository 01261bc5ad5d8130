/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app, started for one test, and what a test says to it.
 *
 * Everything here fails the running Criterion test when the app does not do what it is told, so
 * callers need no checks of their own. What it serves is in fixtures/demo-app/README.md. */
#pragma once

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Where it listens. The URLs have no slash at the end. */
struct demo {
    pid_t pid;
    char base[64];    /* https://localhost:PORT */
    char plain[64];   /* http://localhost:PORT, the same app */
    char control[64]; /* http://127.0.0.1:PORT */
    char tls_expired[64], tls_wrong_name[64], tls_self_signed[64];
    char token[65]; /* for X-Control-Token */
    char ca[256];   /* the file of the authority that signed `base` */
};

/* Starts build/release/demo-app (XUNJIAN_BUILD names another folder than build/release) with
 * these arguments more, ended by NULL; NULL for none. Returns when it listens. */
struct demo *demo_start(const char *const *arguments);

/* Ends it, waits for it, and expects that it ended well: exit 0, which under ASan also means
 * that it leaked nothing. */
void demo_stop(struct demo *demo);

/* What came back. A request that failed has status 0 or what was seen before it failed. */
struct reply {
    CURLcode result;
    char error[CURL_ERROR_SIZE]; /* libcurl's words, "" */
    long status;
    char *headers, *body; /* NUL-terminated; of the last response */
    size_t body_bytes;
    int64_t first_byte_us, total_us; /* libcurl's, from the start of the request */
    long redirects;
};

/* One request on a connection of its own, redirects not followed (but see follow). body NULL:
 * none. token NULL: not logged in. Freed with reply_end. */
struct reply *demo_ask(const struct demo *demo, const char *method, const char *url,
                       const char *body, const char *token);
/* GET that follows at most `redirects` redirects. */
struct reply *demo_follow(const struct demo *demo, const char *url, long redirects);
void reply_end(struct reply *reply);

/* The text of the first "name":"..." in a JSON body, or "" when there is none. Valid until the
 * next call but seven. Good enough for what this app answers; not a JSON parser. */
const char *reply_text(const struct reply *reply, const char *name);
/* The value of a response header, or "". Valid as above. */
const char *reply_header(const struct reply *reply, const char *name);

/* A request to the control port, with its token; whatever comes back. */
struct reply *demo_control(const struct demo *demo, const char *method, const char *path,
                           const char *body);
/* Switches a fault on: `{"endpoint":"POST /api/auth/login","kind":"status","status":503}`.
 * Returns its id. */
int demo_fault(const struct demo *demo, const char *json);
/* Switches all faults off. */
void demo_clear(const struct demo *demo);
/* How often a fault fired. */
int demo_fired(const struct demo *demo, int fault);
/* Requests that an endpoint got, "POST /api/auth/login", with {} for each variable segment. */
int demo_count(const struct demo *demo, const char *endpoint);
/* All counts, and the last requests, as the JSON of the control port; freed with free(). */
char *demo_counts(const struct demo *demo);
char *demo_requests(const struct demo *demo, int last);
/* Opens or closes the market. */
void demo_trading(const struct demo *demo, bool open);
/* Customers, faults, counts, market as at the start. */
void demo_reset(const struct demo *demo);

/* Logs a customer in by encrypted password and SMS code. Returns the token, freed with free(). */
char *demo_login(const struct demo *demo, const char *mobile, const char *password);
/* base64 of RSA-OAEP-SHA256 under the app's key (keyId rsa-1); freed with free(). */
char *demo_encrypt(const struct demo *demo, const char *text);
/* The newest 6-digit code in a mobile's inbox. Valid as reply_text. */
const char *demo_code(const struct demo *demo, const char *mobile);
