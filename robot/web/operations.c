/* SPDX-License-Identifier: Apache-2.0 */
/* operations.c - health, reload, metrics, probes.
 *
 * /probe answers to blackbox_exporter's habits, so that a scrape job moves over by its port: the
 * journey may be called `target`, and Prometheus' own time limit is kept with half a second to
 * spare. */
#include "web/operations.h"

#include "base/arena.h"
#include "base/clock.h"
#include "web/inside.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define TEXT         "text/plain; version=0.0.4; charset=utf-8"
#define OPEN_METRICS "application/openmetrics-text; version=1.0.0; charset=utf-8"
#define PLAIN        "text/plain; charset=utf-8"
#define PROBE_NS     (120 * NS_PER_S)
#define SPARE_NS     (NS_PER_S / 2)

void operations_healthy(struct request *request, struct answer *answer)
{
    (void)request;
    answer_text(answer, PLAIN, "healthy\n");
}

void operations_ready(struct request *request, struct answer *answer)
{
    struct web_backend *backend = &request->web->backend;
    answer->type = PLAIN;
    if (backend->ready(backend->thing, &answer->body)) {
        buffer_clear(&answer->body);
        buffer_add_string(&answer->body, "ready\n");
        return;
    }
    answer->status = 503;
    buffer_add_char(&answer->body, '\n');
}

void operations_reload(struct request *request, struct answer *answer)
{
    struct web_backend *backend = &request->web->backend;
    answer->type = PLAIN;
    if (backend->reload(backend->thing, &answer->body)) {
        buffer_clear(&answer->body);
        buffer_add_string(&answer->body, "reloaded\n");
        return;
    }
    answer->status = 422;
}

/* "q=0.75" among a range's parameters, in thousandths. */
static int weight_of(struct text parameters)
{
    while (parameters.length > 0) {
        ptrdiff_t end = text_find(parameters, text_of(";"), 0);
        struct text one = text_slice(parameters, 0, end < 0 ? parameters.length : (size_t)end);
        parameters = text_slice(parameters, one.length + 1, parameters.length);
        one = text_trim(one);
        if (one.length < 2 || (one.at[0] | 0x20) != 'q' || one.at[1] != '=')
            continue;
        char number[8] = "";
        memcpy(number, one.at + 2,
               one.length - 2 < sizeof number ? one.length - 2 : sizeof number - 1);
        double value = strtod(number, NULL);
        return value >= 1 ? 1000 : value > 0 ? (int)(value * 1000) : 0;
    }
    return 1000;
}

/* 3: the very type, 2: its family, 1: anything, 0: another. */
static int closeness(struct text range, const char *type)
{
    size_t family = strcspn(type, "/") + 1;
    if (text_equal_ignoring_case(range, text_of(type)))
        return 3;
    if (range.length == family + 1 && strncasecmp(range.at, type, family) == 0 &&
        range.at[family] == '*')
        return 2;
    return text_is(range, "*/*") ? 1 : 0;
}

int operations_quality(const char *accept, const char *type)
{
    int best = 0, quality = 0;
    if (accept == NULL)
        return 1000;
    while (*accept != '\0') {
        size_t length = strcspn(accept, ",");
        struct text item = text_trim((struct text){accept, length});
        ptrdiff_t semicolon = text_find(item, text_of(";"), 0);
        size_t end = semicolon < 0 ? item.length : (size_t)semicolon;
        int close = closeness(text_trim(text_slice(item, 0, end)), type);
        int weight = weight_of(text_slice(item, end, item.length));
        if (close > best || (close == best && close > 0 && weight > quality)) {
            best = close;
            quality = weight;
        }
        accept += length + (accept[length] == ',' ? 1 : 0);
    }
    return quality;
}

/* Only who names OpenMetrics gets it: a browser's or curl's anything means text to read. */
static bool wants_open_metrics(const struct request *request)
{
    const char *accept = request_header(request, "Accept");
    if (accept == NULL || strcasestr(accept, "application/openmetrics-text") == NULL)
        return false;
    int open = operations_quality(accept, "application/openmetrics-text");
    return open > 0 && open >= operations_quality(accept, "text/plain");
}

void operations_metrics(struct request *request, struct answer *answer)
{
    struct web_backend *backend = &request->web->backend;
    bool open = wants_open_metrics(request);
    answer->type = open ? OPEN_METRICS : TEXT;
    answer->clean = true; /* a count that is somebody's PIN must not spoil the scrape */
    backend->metrics(backend->thing, open, &answer->body);
}

static int64_t probe_timeout_ns(const struct request *request)
{
    const char *header = request_header(request, "X-Prometheus-Scrape-Timeout-Seconds");
    double seconds = header != NULL ? strtod(header, NULL) : 0;
    if (!(seconds > 0) || seconds * (double)NS_PER_S > (double)PROBE_NS)
        return PROBE_NS;
    int64_t ns = (int64_t)(seconds * (double)NS_PER_S);
    return ns > 2 * SPARE_NS ? ns - SPARE_NS : ns / 2;
}

static const char *either(const struct request *request, const char *name, const char *other)
{
    const char *value = request_parameter(request, name);
    return value != NULL ? value : request_parameter(request, other);
}

/* The environment meant: told, or the only one there is. NULL: answered why not. */
static const char *environment_of(struct request *request, const char *journey,
                                  struct answer *answer)
{
    const struct monitor_view *views;
    struct web_backend *backend = &request->web->backend;
    const char *told = either(request, "env", "environment"), *found = NULL, *all = "";
    size_t count = backend->monitors(backend->thing, request->arena, &views), places = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(views[i].journey, journey) != 0)
            continue;
        all = arena_printf(request->arena, "%s%s%s", all, places++ > 0 ? ", " : "",
                           views[i].environment);
        if (told == NULL || strcmp(views[i].environment, told) == 0)
            found = views[i].environment;
    }
    if (places == 0)
        answer_error(request, answer, 404, "not_found", "there is no journey \"%.200s\"",
                     journey);
    else if (told == NULL && places > 1)
        answer_error(request, answer, 400, "bad_request",
                     "in which environment? \"%.200s\" is in %.500s: &env=NAME", journey, all);
    else if (found == NULL)
        answer_error(request, answer, 404, "not_found",
                     "journey \"%.200s\" is not in environment \"%.200s\" but in %.500s",
                     journey, told, all);
    return told == NULL && places > 1 ? NULL : found;
}

void operations_probe(struct request *request, struct answer *answer)
{
    struct web_backend *backend = &request->web->backend;
    const char *journey = either(request, "journey", "target");
    const char *environment, *why = "";
    bool open = wants_open_metrics(request);
    if (journey == NULL || journey[0] == '\0') {
        answer_error(request, answer, 400, "bad_request", "which journey? /probe?journey=NAME");
        return;
    }
    if ((environment = environment_of(request, journey, answer)) == NULL)
        return;
    if (!backend->probe(backend->thing, journey, environment, probe_timeout_ns(request), open,
                        &answer->body, request->arena, &why)) {
        answer_error(request, answer, 503, "not_probed", "%s", why);
        return;
    }
    answer->clean = true;
    answer->type = open ? OPEN_METRICS : TEXT;
}
