/* SPDX-License-Identifier: Apache-2.0 */
/* station.h - the browsers of one worker: started when first needed, shared by its runs, replaced when
 * they are old or gone. */
#pragma once

struct chrome;
struct chrome_launch;
struct loop;
struct offload;
struct station;
struct webdriver_http;

void *station_open(struct loop *loop, struct offload *offload);
void station_close(void *station);

/* A browser started this way, up or starting. */
struct chrome *station_browser(struct station *station, const struct chrome_launch *launch);
struct loop *station_loop(const struct station *station);
struct offload *station_offload(const struct station *station);
/* The way to remote ends: opened when it is first asked for. */
struct webdriver_http *station_http(struct station *station);
