/* SPDX-License-Identifier: Apache-2.0 */
/* heartbeat.c - GET, every so often. Only the first failure in a row is logged, and its end. */

#include "deliver/heartbeat.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "deliver/call.h"
#include "deliver/ticker.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 1024 };

struct heartbeat {
    struct heartbeat_options options;
    struct ticker *ticker;
    pthread_mutex_t lock; /* of what follows */
    char *url;            /* NULL: none */
    int64_t every_ns, timeout_ns;
    int64_t next_ns; /* a wake for another reason makes no beat */
    struct heartbeat_figures figures;
    bool failing; /* logged */
};

/* Under the lock; whether it is worth a line. */
static bool note(struct heartbeat *h, bool good)
{
    bool changed = good == h->failing;
    h->failing = !good;
    return changed;
}

static void beat(struct heartbeat *h, const struct ticker *ticker, const char *url,
                 int64_t timeout_ns)
{
    struct call call = {.url = url, .timeout_ns = timeout_ns, .ticker = ticker};
    struct buffer words;
    call_make(&call);
    bool good = call.status >= 200 && call.status < 300;
    if (good || !ticker_stopping(ticker)) {
        pthread_mutex_lock(&h->lock);
        h->figures.accepted += good;
        h->figures.failed += !good;
        if (good)
            h->figures.accepted_utc_ns = clock_now_utc_ns();
        bool tell = note(h, good);
        pthread_mutex_unlock(&h->lock);
        buffer_init(&words, MOST_WORDS);
        call_tell(&call, &words);
        if (tell && good)
            log_write(LEVEL_INFO, "the heartbeat is heard again", NULL);
        else if (tell)
            log_write(LEVEL_ERROR, "the heartbeat is not heard", "why", words.at, NULL);
        buffer_done(&words);
    }
    call_done(&call);
}

static void withhold(struct heartbeat *h, const char *why)
{
    pthread_mutex_lock(&h->lock);
    h->figures.withheld++;
    bool tell = note(h, false);
    pthread_mutex_unlock(&h->lock);
    if (tell)
        log_write(LEVEL_ERROR, "the heartbeat is withheld", "why", why, NULL);
}

/* What is to be done now: a copy of the url, or NULL with the time that is left. */
static char *due(struct heartbeat *h, int64_t *ret_timeout_ns, int64_t *ret_left_ns)
{
    char *url = NULL;
    int64_t now_ns = clock_now_ns();
    pthread_mutex_lock(&h->lock);
    *ret_left_ns = h->url == NULL ? INT64_MAX : h->next_ns - now_ns;
    if (h->url != NULL && *ret_left_ns <= 0) {
        url = strdup(h->url);
        must(url != NULL);
        *ret_timeout_ns = h->timeout_ns;
        h->next_ns = now_ns + h->every_ns;
    }
    pthread_mutex_unlock(&h->lock);
    return url;
}

static int64_t tick(struct ticker *ticker, void *thing)
{
    struct heartbeat *h = thing;
    int64_t timeout_ns, left_ns;
    const char *why = "";
    for (char *url; (url = due(h, &timeout_ns, &left_ns)) != NULL; free(url)) {
        if (ticker_stopping(ticker))
            continue;
        if (h->options.alive(h->options.thing, &why))
            beat(h, ticker, url, timeout_ns);
        else
            withhold(h, why);
    }
    return left_ns;
}

struct heartbeat *heartbeat_start(const struct heartbeat_options *options)
{
    struct heartbeat *h = calloc(1, sizeof *h);
    must(h != NULL && options->alive != NULL);
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    h->options = *options;
    must(pthread_mutex_init(&h->lock, NULL) == 0);
    h->ticker = ticker_start(tick, h);
    return h;
}

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

void heartbeat_configure(struct heartbeat *h, const struct heartbeat_rule *rule)
{
    pthread_mutex_lock(&h->lock);
    bool as_it_is = same(h->url, rule->url) && h->every_ns == rule->every_ns;
    h->timeout_ns = rule->timeout_ns;
    if (!as_it_is) {
        free(h->url);
        h->url = rule->url != NULL ? strdup(rule->url) : NULL;
        h->every_ns = rule->every_ns;
        h->next_ns = clock_now_ns();
    }
    h->figures.configured = h->url != NULL;
    pthread_mutex_unlock(&h->lock);
    ticker_wake(h->ticker);
}

void heartbeat_stop(struct heartbeat *h)
{
    ticker_stop(h->ticker);
    pthread_mutex_destroy(&h->lock);
    free(h->url);
    free(h);
    curl_global_cleanup();
}

struct heartbeat_figures heartbeat_figures(struct heartbeat *h)
{
    pthread_mutex_lock(&h->lock);
    struct heartbeat_figures figures = h->figures;
    pthread_mutex_unlock(&h->lock);
    return figures;
}
