/* SPDX-License-Identifier: Apache-2.0 */
/* station.c - see station.h.
 *
 * A browser is retired after MOST_SERVED customers: what leaks in it, leaks away with it. It goes when
 * its last guest has left. */

#include "transport/browser/station.h"
#include "base/must.h"
#include "transport/browser/chrome.h"
#include "transport/webdriver/webdriver_http.h"

#include <stdlib.h>

enum { MOST_BROWSERS = 4, MOST_SERVED = 500 };

struct station {
    struct loop *loop;
    struct offload *offload;
    struct chrome *browsers[MOST_BROWSERS];
    struct webdriver_http *http;
};

void *station_open(struct loop *loop, struct offload *offload)
{
    struct station *station = calloc(1, sizeof *station);
    must(station != NULL);
    station->loop = loop;
    station->offload = offload;
    return station;
}

void station_close(void *thing)
{
    struct station *station = thing;
    for (size_t i = 0; i < MOST_BROWSERS; i++)
        if (station->browsers[i] != NULL)
            chrome_end(station->browsers[i]);
    if (station->http != NULL)
        webdriver_http_close(station->http);
    free(station);
}

static void browser_ended(void *owner, struct chrome *chrome)
{
    struct station *station = owner;
    for (size_t i = 0; i < MOST_BROWSERS; i++)
        if (station->browsers[i] == chrome)
            station->browsers[i] = NULL;
}

static bool usable(const struct chrome *chrome, const struct chrome_launch *launch)
{
    return chrome != NULL && chrome_state(chrome) != CHROME_GONE &&
           chrome_served(chrome) < MOST_SERVED &&
           chrome_launch_equal(chrome_launched(chrome), launch);
}

static void retire(struct station *station, size_t i)
{
    if (station->browsers[i] != NULL)
        chrome_retire(station->browsers[i]);
    station->browsers[i] = NULL;
}

/* An empty place; else that of a browser without guests; else the first: its guests must go. */
static size_t place(struct station *station)
{
    for (size_t i = 0; i < MOST_BROWSERS; i++)
        if (station->browsers[i] == NULL)
            return i;
    for (size_t i = 0; i < MOST_BROWSERS; i++)
        if (chrome_guests(station->browsers[i]) == 0)
            return i;
    return 0;
}

struct chrome *station_browser(struct station *station, const struct chrome_launch *launch)
{
    for (size_t i = 0; i < MOST_BROWSERS; i++)
        if (usable(station->browsers[i], launch))
            return station->browsers[i];
    for (size_t i = 0; i < MOST_BROWSERS; i++)
        if (station->browsers[i] != NULL && chrome_guests(station->browsers[i]) == 0 &&
            chrome_served(station->browsers[i]) >= MOST_SERVED)
            retire(station, i);
    size_t at = place(station);
    retire(station, at);
    station->browsers[at] = chrome_start(station->loop, station->offload, launch);
    chrome_on_end(station->browsers[at], browser_ended, station);
    return station->browsers[at];
}

struct loop *station_loop(const struct station *station)
{
    return station->loop;
}

struct offload *station_offload(const struct station *station)
{
    return station->offload;
}

struct webdriver_http *station_http(struct station *station)
{
    if (station->http == NULL)
        station->http = webdriver_http_open(station->loop, station->offload);
    return station->http;
}
