/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - the service's own state, shared by the files of this room only.
 *
 * Everything here belongs to the main loop's thread unless it says otherwise. */
#pragma once

#include "base/histogram.h"
#include "loop/loop.h"
#include "model/record.h"
#include "run/crew.h"
#include "schedule/schedule.h"
#include "service/service.h"
#include "web/web.h"

#include <pthread.h>
#include <stdatomic.h>

struct board;
struct connectivity;
struct deliver;
struct heartbeat;
struct monitor;
struct planned;
struct probe;
struct reloader;
struct store;
struct traces;
struct watcher;

/* Counted for the metrics; each has one writer, the page's threads read. */
struct counters {
    _Atomic int64_t started, missed, overlapped, off_days, refused_reloads, reloads;
    _Atomic int64_t ended[VERDICT_COUNT]; /* runs kept */
    _Atomic int64_t accepted_utc_ns;      /* when the configuration that runs was read */
    _Atomic bool reload_failed;
    _Atomic int64_t running, waiting, monitors, probing;
    _Atomic int64_t progress_ns; /* when the main loop last did something (monotonic) */
};

struct service {
    const struct service_options *options;
    struct arena *arena; /* of the service itself */
    struct loop *loop;
    struct planned *planned;
    struct schedule *schedule;
    struct crew_options crew_options;
    struct crew *crew;
    struct board *board;     /* has its own lock */
    struct store *store;     /* any thread */
    struct deliver *deliver; /* any thread */
    struct web *web;
    struct traces *traces; /* any thread; or NULL */
    struct heartbeat *heartbeat;
    struct connectivity *connectivity;
    struct reloader *reloader; /* any thread */
    struct watcher *watcher;
    struct loop_timer due_timer, windows_timer, drain_timer;
    struct loop_watch crew_watch, signal_watch;
    size_t jobs; /* rounds under way */
    bool stopping;
    int64_t started_utc_ns;
    struct counters count;
    pthread_mutex_t lateness_lock; /* of the next two */
    struct arena *lateness_arena;
    struct histogram lateness; /* from due to begun, since the start */
};

struct schedule_now service_now(void);

/* --- rounds.c ------------------------------------------------------------------------------ */

/* Starts what is due and sets the timer for what is next. */
void rounds_go(struct service *service);
/* A probe's: outside of the schedule. Its record goes to probe_finished. */
void rounds_probe(struct service *service, const struct monitor *monitor, struct probe *probe);
void rounds_tell(void *service, const struct event *event); /* the crew's listener */

/* --- adopt.c ------------------------------------------------------------------------------- */

/* Takes over a new configuration; the service holds it from now on. rounds_go comes after. */
void service_adopt(struct service *service, struct planned *planned);
/* The windows of maintenance of the days to come. */
void service_tell_alerts(struct service *service);

/* --- told.c -------------------------------------------------------------------------------- */

struct store_listener;
struct store_listener told_by_store(struct service *service);

/* --- backend.c, probe.c --------------------------------------------------------------------- */

struct web_backend backend_of(struct service *service);
void probe_finished(struct probe *probe, const struct record *record);
bool probe_run(struct service *service, const char *journey, const char *environment,
               int64_t timeout_ns, bool open_metrics, struct buffer *out, struct arena *arena,
               const char **ret_why);

/* --- figures.c ----------------------------------------------------------------------------- */

void figures_write(struct service *service, bool open_metrics, struct buffer *out);

/* --- stop.c -------------------------------------------------------------------------------- */

/* No more starts; ends the loop when what is under way has ended, or was cancelled after
 * limits.drain. A second call cancels at once. */
void service_stop(struct service *service);
