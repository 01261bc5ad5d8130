/* SPDX-License-Identifier: Apache-2.0 */
/* noise.c - by what the browser said it was, by type, by name, by whose it is. */

#include "recording/noise.h"
#include "base/text.h"
#include "recording/har.h"
#include "recording/origin.h"

#include <string.h>

static bool one_of(struct text t, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (text_equal_ignoring_case(t, text_of(words[i])))
            return true;
    return false;
}

static bool begins_with(struct text t, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (text_equal_ignoring_case(text_slice(t, 0, strlen(words[i])), text_of(words[i])))
            return true;
    return false;
}

static bool has_one_of(struct text t, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (text_find(t, text_of(words[i]), 0) >= 0)
            return true;
    return false;
}

static bool is_static(const struct har_entry *entry, const struct url *url)
{
    static const char *const kinds[] = {"stylesheet", "script",   "image",     "font",
                                        "media",      "manifest", "texttrack", NULL};
    static const char *const types[] = {"image/",
                                        "font/",
                                        "text/css",
                                        "audio/",
                                        "video/",
                                        "application/javascript",
                                        "text/javascript",
                                        "application/wasm",
                                        "application/x-javascript",
                                        "application/font",
                                        "application/manifest",
                                        NULL};
    static const char *const endings[] = {
        ".js",  ".mjs", ".css",  ".png",   ".jpg", ".jpeg", ".gif", ".svg",  ".ico", ".webp",
        ".map", ".ttf", ".woff", ".woff2", ".mp4", ".mp3",  ".eot", ".wasm", NULL};
    bool get = text_is(entry->method, "GET") || text_is(entry->method, "HEAD");
    bool found = get && (one_of(entry->kind, kinds) || begins_with(entry->answer_type, types));
    for (size_t i = 0; get && endings[i] != NULL; i++)
        found = found || text_ends_with(url->path, text_of(endings[i]));
    return found;
}

/* The well-known collectors, and the usual names of one's own. */
static bool is_analytics(const struct har_entry *entry, const struct url *url)
{
    static const char *const kinds[] = {"ping", "beacon", "csp-violation-report", "preflight",
                                        NULL};
    static const char *const hosts[] = {"google-analytics.",
                                        "googletagmanager.",
                                        "doubleclick.",
                                        "hm.baidu.",
                                        "umeng.",
                                        "cnzz.",
                                        "growingio.",
                                        "sensorsdata.",
                                        "sentry.",
                                        "hotjar.",
                                        "clarity.ms",
                                        "segment.",
                                        "mixpanel.",
                                        "amplitude.",
                                        "newrelic.",
                                        "nr-data.",
                                        "bugly.",
                                        "talkingdata.",
                                        "appsflyer.",
                                        "adjust.",
                                        "facebook.",
                                        "mmstat.",
                                        "analytics.",
                                        NULL};
    static const char *const paths[] = {"/sensors/",  "/collect",   "/beacon",
                                        "/analytics", "/telemetry", "/track",
                                        "/hm.gif",    "/rum/",      NULL};
    bool silent = entry->answer.length <= 2; /* /collections of a lender answers something */
    return one_of(entry->kind, kinds) || has_one_of(url->host, hosts) ||
           (silent && has_one_of(url->path, paths));
}

const char *noise_of(const struct har_entry *entry)
{
    struct url url;
    if (!url_split(entry->url, &url))
        return "that speak no HTTP";
    if (text_is(entry->method, "OPTIONS"))
        return "preflights";
    if (entry->status == 0)
        return "without an answer";
    if (entry->status < 200)
        return "other protocols";
    if (is_static(entry, &url))
        return "static files";
    if (is_analytics(entry, &url))
        return "analytics";
    if (entry->cached)
        return "answered by the cache";
    return NULL;
}

bool noise_is_page(const struct har_entry *entry)
{
    static const char *const types[] = {"text/html", "application/xhtml+xml", NULL};
    return text_is(entry->method, "GET") && begins_with(entry->answer_type, types);
}
