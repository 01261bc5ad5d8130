/* SPDX-License-Identifier: Apache-2.0 */
/* backend.c - the fake's answers. */
#include "tests/shared/backend.h"

#include "base/buffer.h"
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static size_t monitors(void *thing, struct arena *arena, const struct monitor_view **ret)
{
    struct fake *fake = thing;
    (void)arena;
    *ret = fake->views;
    return fake->count;
}

static struct map_view map(void *thing, struct arena *arena)
{
    struct fake *fake = thing;
    (void)arena;
    return fake->map;
}

static size_t windows(void *thing, struct arena *arena, const struct alert_window **ret)
{
    struct fake *fake = thing;
    (void)arena;
    *ret = fake->windows;
    return fake->window_count;
}

static uint64_t version(void *thing, uint64_t seen, int64_t wait_ns)
{
    struct fake *fake = thing;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += (until.tv_nsec + wait_ns) / NS_PER_S;
    until.tv_nsec = (until.tv_nsec + wait_ns) % NS_PER_S;
    pthread_mutex_lock(&fake->lock);
    while (atomic_load(&fake->version) == seen &&
           pthread_cond_timedwait(&fake->changed, &fake->lock, &until) == 0)
        ;
    pthread_mutex_unlock(&fake->lock);
    return atomic_load(&fake->version);
}

void fake_change(struct fake *fake)
{
    pthread_mutex_lock(&fake->lock);
    atomic_fetch_add(&fake->version, 1);
    pthread_cond_broadcast(&fake->changed);
    pthread_mutex_unlock(&fake->lock);
}

static bool run_now(void *thing, const char *journey, const char *environment,
                    struct arena *arena, const char **ret_why)
{
    struct fake *fake = thing;
    (void)arena;
    if (fake->refuses) {
        *ret_why = "it is running already";
        return false;
    }
    snprintf(fake->said, sizeof fake->said, "run %s@%s", journey, environment);
    fake_change(fake);
    return true;
}

static bool command(void *thing, const struct alert_command *c, struct arena *arena,
                    const char **ret_why)
{
    static const char *const words[] = {"acknowledge", "mute", "unmute", "note"};
    struct fake *fake = thing;
    (void)arena;
    if (fake->refuses) {
        *ret_why = "there is no such incident";
        return false;
    }
    snprintf(fake->said, sizeof fake->said, "%s %s by %s: %s%s%s", words[c->action],
             c->incident != NULL ? c->incident : c->name, c->who, c->text,
             c->match.journeys != NULL ? " for " : "",
             c->match.journeys != NULL ? c->match.journeys[0] : "");
    fake_change(fake);
    return true;
}

static bool reload(void *thing, struct buffer *out)
{
    struct fake *fake = thing;
    if (fake->reload_fails)
        buffer_add_string(out, "xunjian.yaml:3:1: unknown key \"chanels\"\n");
    return !fake->reload_fails;
}

static bool ready(void *thing, struct buffer *why)
{
    struct fake *fake = thing;
    if (!fake->ready)
        buffer_add_string(why, "plans are being read");
    return fake->ready;
}

static void metrics(void *thing, bool open_metrics, struct buffer *out)
{
    (void)thing;
    for (int i = 0; i < 40; i++)
        buffer_printf(out, "xunjian_fake_%d 1\n", i);
    buffer_add_string(out, open_metrics ? "# EOF\n" : "");
}

static bool probe(void *thing, const char *journey, const char *environment, int64_t timeout_ns,
                  bool open_metrics, struct buffer *out, struct arena *arena,
                  const char **ret_why)
{
    struct fake *fake = thing;
    (void)arena;
    (void)open_metrics;
    if (fake->refuses) {
        *ret_why = "no place in time";
        return false;
    }
    buffer_printf(out, "probe_success 1\n# %s@%s within %lld ms\n", journey, environment,
                  (long long)(timeout_ns / NS_PER_MS));
    return true;
}

void fake_init(struct fake *fake)
{
    *fake = (struct fake){
        .ready = true, .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
}

struct web_backend fake_backend(struct fake *fake)
{
    return (struct web_backend){.thing = fake,
                                .monitors = monitors,
                                .map = map,
                                .windows = windows,
                                .version = version,
                                .run_now = run_now,
                                .command = command,
                                .reload = reload,
                                .ready = ready,
                                .metrics = metrics,
                                .probe = probe};
}
