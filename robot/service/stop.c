/* SPDX-License-Identifier: Apache-2.0 */
/* stop.c - a clean end: no more starts, what is under way ends or is cancelled, nothing is lost. */

#include "base/clock.h"
#include "base/log.h"
#include "service/inside.h"
#include "service/planned.h"

#include <inttypes.h>
#include <stdio.h>

/* Clean-up steps of cancelled runs get this long, then they are cancelled, too. */
enum { CLEANUP_S = 30 };

static int64_t patience_ended(void *thing, int64_t now_ns)
{
    struct service *service = thing;
    log_write(LEVEL_WARNING, "stopping: runs are cancelled, their clean-up goes on", NULL);
    crew_cancel(service->crew);
    return now_ns + CLEANUP_S * NS_PER_S;
}

void service_stop(struct service *service)
{
    char jobs[24];
    if (service->stopping) {
        crew_cancel(service->crew);
        return;
    }
    service->stopping = true;
    snprintf(jobs, sizeof jobs, "%zu", service->jobs);
    log_write(LEVEL_INFO, "stopping: no new runs", "under_way", jobs, NULL);
    loop_timer_stop(service->loop, &service->due_timer);
    service->drain_timer = (struct loop_timer){.fire = patience_ended, .thing = service};
    loop_timer_set(service->loop, &service->drain_timer,
                   clock_now_ns() + planned_config(service->planned)->limits.drain_ns);
    crew_close(service->crew);
}
