/* SPDX-License-Identifier: Apache-2.0 */
/* connectivity.c - a curl multi handle, made anew for each try: nothing is kept alive that could
 * answer for a way that is gone. */

#include "deliver/connectivity.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "deliver/ticker.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TARGETS = 32, LOOK_MS = 200 };

struct connectivity {
    struct connectivity_options options;
    struct ticker *ticker;
    bool told, said;      /* its thread's: told of anything, and what */
    pthread_mutex_t lock; /* of what follows */
    struct arena *arena;  /* of the targets */
    const char **targets; /* NULL-terminated */
    int64_t every_ns, timeout_ns, next_ns;
    struct connectivity_figures figures;
};

/* One try of all targets, with a copy of what is to be tried. */
struct attempts {
    struct arena *arena;
    const char **targets;
    int64_t timeout_ns;
    CURLM *multi;
    CURL *curls[MOST_TARGETS];
    char why[MOST_TARGETS][CURL_ERROR_SIZE];
    size_t count;
};

static size_t drop(char *bytes, size_t size, size_t count, void *thing)
{
    (void)bytes, (void)thing;
    return size * count;
}

/* "tcp://host:port" is a connection that nothing is asked on. */
static void add(struct attempts *all, const char *target)
{
    static const char tcp[] = "tcp://";
    bool bare = strncmp(target, tcp, sizeof tcp - 1) == 0;
    CURL *curl = curl_easy_init();
    must(curl != NULL);
#define SET(option, value) must(curl_easy_setopt(curl, option, value) == CURLE_OK)
    SET(CURLOPT_URL,
        bare ? arena_printf(all->arena, "http://%s", target + sizeof tcp - 1) : target);
    SET(CURLOPT_CONNECT_ONLY, bare ? 1L : 0L);
    SET(CURLOPT_NOBODY, bare ? 0L : 1L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_TIMEOUT_MS, (long)(all->timeout_ns / NS_PER_MS) + 1);
    SET(CURLOPT_USERAGENT, "xunjian/" XUNJIAN_VERSION);
    SET(CURLOPT_WRITEFUNCTION, drop);
    SET(CURLOPT_ERRORBUFFER, all->why[all->count]);
    SET(CURLOPT_PRIVATE, (void *)(uintptr_t)all->count);
#undef SET
    must(curl_multi_add_handle(all->multi, curl) == CURLM_OK);
    all->curls[all->count++] = curl;
}

/* Whether one answered; notes why the others did not. */
static bool look(struct attempts *all, size_t *left)
{
    int queued;
    for (CURLMsg *m; (m = curl_multi_info_read(all->multi, &queued)) != NULL;) {
        void *index = NULL;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &index);
        char *why = all->why[(uintptr_t)index];
        if (m->data.result == CURLE_OK)
            return true;
        if (why[0] == '\0')
            snprintf(why, CURL_ERROR_SIZE, "%s", curl_easy_strerror(m->data.result));
        (*left)--;
    }
    return false;
}

static bool try_all(struct attempts *all, const struct ticker *ticker)
{
    bool reachable = false;
    all->multi = curl_multi_init();
    must(all->multi != NULL);
    for (const char **t = all->targets; *t != NULL && all->count < MOST_TARGETS; t++)
        add(all, *t);
    for (size_t left = all->count; left > 0 && !ticker_stopping(ticker);) {
        int running;
        must(curl_multi_perform(all->multi, &running) == CURLM_OK);
        reachable = look(all, &left);
        if (reachable)
            break;
        if (left > 0)
            curl_multi_poll(all->multi, NULL, 0, LOOK_MS, NULL);
    }
    for (size_t i = 0; i < all->count; i++) {
        curl_multi_remove_handle(all->multi, all->curls[i]);
        curl_easy_cleanup(all->curls[i]);
    }
    curl_multi_cleanup(all->multi);
    return reachable;
}

static void tell(struct connectivity *c, const struct attempts *all, bool reachable)
{
    const char *why = "";
    for (size_t i = 0; !reachable && i < all->count; i++)
        why = arena_printf(all->arena, "%s%s%s: %s", why, i > 0 ? "; " : "", all->targets[i],
                           all->why[i]);
    if (!c->told || c->said != reachable)
        c->options.told(c->options.thing, reachable, why);
    c->told = true;
    c->said = reachable;
}

/* Under the lock. */
static const char **copy_targets(struct arena *arena, const char *const *targets)
{
    size_t n = 0;
    while (targets != NULL && targets[n] != NULL)
        n++;
    const char **copies = arena_array(arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++)
        copies[i] = arena_strdup(arena, targets[i]);
    return copies;
}

/* False: nothing is to be tried now; *ret_left_ns: when. */
static bool due(struct connectivity *c, struct attempts *ret, int64_t *ret_left_ns)
{
    int64_t now_ns = clock_now_ns();
    pthread_mutex_lock(&c->lock);
    bool any = c->targets != NULL && c->targets[0] != NULL;
    *ret_left_ns = any ? c->next_ns - now_ns : INT64_MAX;
    bool now = any && *ret_left_ns <= 0;
    if (now) {
        ret->targets = copy_targets(ret->arena, c->targets);
        ret->timeout_ns = c->timeout_ns;
        c->next_ns = now_ns + c->every_ns;
    }
    pthread_mutex_unlock(&c->lock);
    if (!any && c->told && !c->said) /* its targets are gone: nothing is known against it */
        tell(c, ret, true);
    return now;
}

static int64_t tick(struct ticker *ticker, void *thing)
{
    struct connectivity *c = thing;
    int64_t left_ns = 0;
    for (bool again = true; again && !ticker_stopping(ticker);) {
        struct attempts *all = calloc(1, sizeof *all);
        must(all != NULL);
        all->arena = arena_new();
        again = due(c, all, &left_ns);
        bool reachable = again && try_all(all, ticker);
        if (again && !ticker_stopping(ticker)) {
            pthread_mutex_lock(&c->lock);
            c->figures.tries++;
            c->figures.failures += !reachable;
            c->figures.reachable = reachable;
            pthread_mutex_unlock(&c->lock);
            tell(c, all, reachable);
        }
        arena_end(all->arena);
        free(all);
    }
    return left_ns;
}

struct connectivity *connectivity_start(const struct connectivity_options *options)
{
    struct connectivity *c = calloc(1, sizeof *c);
    must(c != NULL && options->told != NULL);
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    c->options = *options;
    c->figures.reachable = true;
    must(pthread_mutex_init(&c->lock, NULL) == 0);
    c->ticker = ticker_start(tick, c);
    return c;
}

void connectivity_configure(struct connectivity *c, const struct connectivity_rule *rule)
{
    struct arena *arena = arena_new();
    const char **targets = copy_targets(arena, rule->targets);
    pthread_mutex_lock(&c->lock);
    arena_end(c->arena);
    c->arena = arena;
    c->targets = targets;
    c->every_ns = rule->every_ns;
    c->timeout_ns = rule->timeout_ns;
    c->next_ns = clock_now_ns();
    c->figures.configured = targets[0] != NULL;
    if (!c->figures.configured)
        c->figures.reachable = true;
    pthread_mutex_unlock(&c->lock);
    ticker_wake(c->ticker);
}

void connectivity_stop(struct connectivity *c)
{
    ticker_stop(c->ticker);
    pthread_mutex_destroy(&c->lock);
    arena_end(c->arena);
    free(c);
    curl_global_cleanup();
}

struct connectivity_figures connectivity_figures(struct connectivity *c)
{
    pthread_mutex_lock(&c->lock);
    struct connectivity_figures figures = c->figures;
    pthread_mutex_unlock(&c->lock);
    return figures;
}
