/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_host.h - a driver of our own for one run: started, waited for, watched, ended.
 *
 * WebKitWebDriver serves one session at a time, and what its browser leaves behind goes with it: so
 * each run has one. */
#pragma once

struct loop;
struct offload;
struct webdriver_host;
struct webdriver_http;
struct webdriver_launch;

struct webdriver_host_owner {
    /* It answers at `base`, "http://127.0.0.1:PORT". */
    void (*up)(void *thing, const char *base);
    /* It is gone, or never came. Called once; end it then, not from inside. */
    void (*gone)(void *thing, const char *why);
    void *thing;
};

struct webdriver_host *webdriver_host_start(struct loop *loop, struct offload *offload,
                                            struct webdriver_http *http,
                                            const struct webdriver_launch *launch,
                                            const struct webdriver_host_owner *owner);
/* Its owner is called no more. All its processes are killed, soon. */
void webdriver_host_end(struct webdriver_host *host);
