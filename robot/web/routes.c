/* SPDX-License-Identifier: Apache-2.0 */
/* routes.c - the table, and its reading.
 *
 * Paths are split before they are decoded, so that a journey's name may hold a slash; files are
 * entries of a table, so that there is no path to climb out of. */
#include "web/routes.h"

#include "base/arena.h"
#include "base/encode.h"
#include "web/api.h"
#include "web/login.h"
#include "web/operations.h"
#include "web/page.h"

#include <string.h>

const struct web_route web_routes[] = {
    {"GET", "/", WHO_PERSON, FROM_ANYWHERE, page_app},
    {"GET", "/journeys/{}", WHO_PERSON, FROM_ANYWHERE, page_app},
    {"GET", "/runs/{}", WHO_PERSON, FROM_ANYWHERE, page_app},
    {"GET", "/graph", WHO_PERSON, FROM_ANYWHERE, page_app},
    {"GET", "/graph/{}", WHO_PERSON, FROM_ANYWHERE, page_app},
    {"GET", "/incidents", WHO_PERSON, FROM_ANYWHERE, page_app},
    {"GET", "/incidents/{}", WHO_PERSON, FROM_ANYWHERE, page_app},
    {"GET", "/maintenance", WHO_PERSON, FROM_ANYWHERE, page_app},
    {"GET", "/static/{}", WHO_ANYBODY, FROM_ANYWHERE, page_asset},
    {"GET", "/login", WHO_ANYBODY, FROM_ANYWHERE, page_login},
    {"POST", "/login", WHO_ANYBODY, FROM_HERE, login_open},
    {"POST", "/logout", WHO_TOKEN, FROM_FORM, login_close},

    {"GET", "/-/healthy", WHO_ANYBODY, FROM_ANYWHERE, operations_healthy},
    {"GET", "/-/ready", WHO_ANYBODY, FROM_ANYWHERE, operations_ready},
    {"POST", "/-/reload", WHO_TOKEN, FROM_HERE, operations_reload},
    {"GET", "/metrics", WHO_TOKEN, FROM_ANYWHERE, operations_metrics},
    {"GET", "/probe", WHO_TOKEN, FROM_HERE, operations_probe},

    {"GET", "/api/session", WHO_TOKEN, FROM_HERE, login_session},
    {"GET", "/api/monitors", WHO_TOKEN, FROM_ANYWHERE, api_monitors},
    {"GET", "/api/runs", WHO_TOKEN, FROM_ANYWHERE, api_runs},
    {"GET", "/api/runs/{}", WHO_TOKEN, FROM_ANYWHERE, api_run},
    {"GET", "/api/runs/{}/pictures/{}", WHO_TOKEN, FROM_ANYWHERE, api_picture},
    {"GET", "/api/journeys/{}/latency", WHO_TOKEN, FROM_ANYWHERE, api_latency},
    {"GET", "/api/journeys/{}/funnel", WHO_TOKEN, FROM_ANYWHERE, api_funnel},
    {"GET", "/api/journeys/{}/breakpoints", WHO_TOKEN, FROM_ANYWHERE, api_breakpoints},
    {"GET", "/api/journeys/{}/variants", WHO_TOKEN, FROM_ANYWHERE, api_variants},
    {"GET", "/api/graph", WHO_TOKEN, FROM_ANYWHERE, api_graph},
    {"GET", "/api/graph/{}", WHO_TOKEN, FROM_ANYWHERE, api_graph_node},
    {"GET", "/api/incidents", WHO_TOKEN, FROM_ANYWHERE, api_incidents},
    {"POST", "/api/incidents/{}/acknowledge", WHO_TOKEN, FROM_FORM, api_acknowledge},
    {"POST", "/api/incidents/{}/note", WHO_TOKEN, FROM_FORM, api_note},
    {"GET", "/api/mutes", WHO_TOKEN, FROM_ANYWHERE, api_mutes},
    {"POST", "/api/mutes", WHO_TOKEN, FROM_FORM, api_mute},
    {"DELETE", "/api/mutes/{}", WHO_TOKEN, FROM_FORM, api_unmute},
    {"POST", "/api/run", WHO_TOKEN, FROM_FORM, api_run_now},
    {"GET", "/api/events", WHO_TOKEN, FROM_ANYWHERE, api_events},
};
const size_t web_route_count = sizeof web_routes / sizeof *web_routes;

static bool take_capture(struct request *request, size_t n, struct text segment)
{
    struct text name;
    if (n >= REQUEST_MOST_CAPTURES || segment.length == 0 ||
        !decode_url(request->arena, segment, &name) || !utf8_valid(name))
        return false;
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.at[i] < ' ')
            return false;
    request->captures[n] = text_string(request->arena, name);
    return true;
}

static bool matches(struct request *request, const char *pattern)
{
    const char *path = request->path;
    size_t n = 0;
    while (*pattern != '\0') {
        if (strncmp(pattern, "{}", 2) == 0) {
            size_t length = strcspn(path, "/");
            if (!take_capture(request, n++, (struct text){path, length}))
                return false;
            path += length;
            pattern += 2;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *path == '\0';
}

static bool is_method(const struct request *request, const struct web_route *row)
{
    return strcmp(request->method, row->method) == 0 ||
           (strcmp(request->method, "HEAD") == 0 && strcmp(row->method, "GET") == 0);
}

const struct web_route *routes_find(struct request *request, struct answer *answer)
{
    const char *allow = NULL;
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *row = &web_routes[i];
        if (!matches(request, row->pattern))
            continue;
        if (is_method(request, row))
            return row;
        const char *method = strcmp(row->method, "GET") == 0 ? "GET, HEAD" : row->method;
        allow = allow == NULL ? method : arena_printf(request->arena, "%s, %s", allow, method);
    }
    if (allow == NULL) {
        answer_error(request, answer, 404, "not_found", "there is nothing at this address");
        return NULL;
    }
    answer_header(answer, "Allow", allow);
    answer_error(request, answer, 405, "method_not_allowed", "this address takes %s", allow);
    return NULL;
}
