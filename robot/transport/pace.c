/* SPDX-License-Identifier: Apache-2.0 */
/* pace.c - the next free moment of each paced host.
 *
 * The one writable static of this room: a budget of the process cannot belong to a worker, and not
 * to a plan either, because a plan that is read again must not begin a new budget. Rules are known
 * by their host's text. Entries stay; there are as many as hosts in environments. */

#include "transport/pace.h"
#include "base/clock.h"
#include "base/must.h"
#include "model/environment.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct paced {
    struct paced *next;
    int64_t free_ns; /* the next place in the line */
    int64_t last_ns; /* when the last request was sent; 0: none was */
    char host[];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct paced *all;

static struct paced *find(const char *host)
{
    for (struct paced *paced = all; paced != NULL; paced = paced->next)
        if (strcmp(paced->host, host) == 0)
            return paced;
    size_t size = strlen(host) + 1;
    struct paced *fresh = calloc(1, sizeof *fresh + size);
    must(fresh != NULL);
    memcpy(fresh->host, host, size);
    fresh->next = all;
    return all = fresh;
}

static int64_t apart_ns(const struct host_rule *rule)
{
    return (NS_PER_S + rule->per_second - 1) / rule->per_second;
}

int64_t pace_reserve(const struct host_rule *rule, int64_t now_ns)
{
    if (rule == NULL || rule->per_second <= 0)
        return now_ns;
    pthread_mutex_lock(&lock);
    struct paced *paced = find(rule->host);
    int64_t at_ns = paced->free_ns > now_ns ? paced->free_ns : now_ns;
    paced->free_ns = at_ns + apart_ns(rule);
    pthread_mutex_unlock(&lock);
    return at_ns;
}

int64_t pace_claim(const struct host_rule *rule, int64_t now_ns)
{
    if (rule == NULL || rule->per_second <= 0)
        return 0;
    pthread_mutex_lock(&lock);
    struct paced *paced = find(rule->host);
    int64_t least_ns = paced->last_ns > 0 ? paced->last_ns + apart_ns(rule) : now_ns;
    bool granted = now_ns >= least_ns;
    if (granted)
        paced->last_ns = now_ns;
    pthread_mutex_unlock(&lock);
    return granted ? 0 : least_ns;
}
