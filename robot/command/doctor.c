/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.c - `xunjian doctor`: is this machine able to measure? One line for each thing that has
 * kept somebody's robot from working. */

#include "base/buffer.h"
#include "base/clock.h"
#include "base/files.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { LEAST_FILES = 1024 };

struct check {
    const char *name;
    bool (*right)(struct buffer *words); /* tells what it found, either way */
    bool spare;                          /* only some journeys need it: not wrong */
};

static bool has_https(struct buffer *words)
{
    const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
    bool ssl = (info->features & CURL_VERSION_SSL) != 0;
    bool http2 = (info->features & CURL_VERSION_HTTP2) != 0;
    buffer_printf(words, "libcurl %s, %s%s", info->version,
                  ssl ? info->ssl_version : "without TLS", http2 ? ", HTTP/2" : ", no HTTP/2");
    return ssl && strncmp(info->ssl_version, "OpenSSL", 7) == 0;
}

static bool has_authorities(struct buffer *words)
{
    static const char bundle[] = "/etc/ssl/certs/ca-certificates.crt";
    bool readable = access(bundle, R_OK) == 0;
    buffer_printf(words, readable ? "%s" : "could not read %s: install ca-certificates",
                  bundle);
    return readable;
}

static bool has_files(struct buffer *words)
{
    struct rlimit limit = {0};
    getrlimit(RLIMIT_NOFILE, &limit);
    buffer_printf(words, "%llu open files allowed", (unsigned long long)limit.rlim_cur);
    return limit.rlim_cur >= LEAST_FILES;
}

static bool has_clock(struct buffer *words)
{
    struct timespec step = {0};
    clock_getres(CLOCK_MONOTONIC, &step);
    buffer_printf(words, "the clock ticks every %ld ns", step.tv_nsec);
    return step.tv_sec == 0 && step.tv_nsec <= 1000;
}

static bool has_time(struct buffer *words)
{
    static const int64_t released_utc_ns = INT64_C(1767225600) * NS_PER_S; /* 2026-01-01 */
    bool right = clock_now_utc_ns() > released_utc_ns;
    buffer_add_string(words, right ? "the date is plausible"
                                   : "the date is in the past: certificates cannot be judged");
    return right;
}

static bool has_room(struct buffer *words)
{
    const char *told = getenv("TMPDIR"), *folder = told != NULL ? told : "/tmp";
    bool right = access(folder, W_OK) == 0;
    buffer_printf(words, "%s is %swritable", folder, right ? "" : "not ");
    return right;
}

/* The first there is, or what to install. */
static bool has_one(struct buffer *words, const char *const *programs, const char *otherwise)
{
    size_t i = 0;
    while (programs[i] != NULL && !files_on_path(programs[i]))
        i++;
    buffer_add_string(words, programs[i] != NULL ? programs[i] : otherwise);
    return programs[i] != NULL;
}

static bool has_browser(struct buffer *words)
{
    static const char *const programs[] = {"chromium-headless-shell", "chromium",
                                           "google-chrome-stable", "chrome", NULL};
    return has_one(words, programs, "no Chromium: steps in a browser need one");
}

static bool has_window(struct buffer *words)
{
    static const char *const programs[] = {"chromium", "google-chrome-stable", "chrome", NULL};
    return has_one(words, programs, "no Chromium with windows: xunjian record needs one");
}

static bool has_certutil(struct buffer *words)
{
    static const char *const programs[] = {"certutil", NULL};
    return has_one(words, programs,
                   "no certutil (libnss3-tools): a browser cannot be told of a CA of your own");
}

static bool has_webkit(struct buffer *words)
{
    static const char *const drivers[] = {"WebKitWebDriver", NULL}, *const screens[] = {"Xvfb",
                                                                                        NULL};
    if (!has_one(words, drivers,
                 "no WebKitWebDriver (webkit2gtk-driver): engine: webkit needs it"))
        return false;
    if (getenv("DISPLAY") != NULL || getenv("WAYLAND_DISPLAY") != NULL)
        return true;
    buffer_add_string(words, ", ");
    return has_one(words, screens, "and neither a display nor Xvfb (xvfb)");
}

static const struct check checks[] = {
    {"https", has_https, false},    {"authorities", has_authorities, false},
    {"files", has_files, false},    {"clock", has_clock, false},
    {"date", has_time, false},      {"folder", has_room, false},
    {"browser", has_browser, true}, {"certutil", has_certutil, true},
    {"webkit", has_webkit, true},   {"window", has_window, true},
};

static int run(const struct command *self, int argc, char **argv)
{
    const char *rest[2];
    int code = EXIT_PASSED;
    if (argc > 2)
        return options_wrong(self, "takes no arguments");
    if (!options_read(self, argc, argv, NULL, rest, &code))
        return code;
    if (rest[0] != NULL)
        return options_wrong(self, "takes no arguments");
    struct buffer out, words;
    buffer_init(&out, 16 * 1024);
    buffer_init(&words, 1024);
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        buffer_clear(&words);
        bool right = checks[i].right(&words);
        const char *mark = right ? "ok" : checks[i].spare ? "-" : "WRONG";
        buffer_printf(&out, "%-6s %-12s %.*s\n", mark, checks[i].name,
                      TEXT_ARGS(buffer_text(&words)));
        code = right || checks[i].spare ? code : EXIT_INTERNAL;
    }
    if (!print_bytes(&out))
        code = EXIT_INTERNAL;
    buffer_done(&words);
    buffer_done(&out);
    return code;
}

const struct command command_doctor = {
    .name = "doctor",
    .text = "Tells whether this machine has what the robot needs.",
    .arguments = "",
    .run = run,
};
