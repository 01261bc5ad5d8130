/* SPDX-License-Identifier: Apache-2.0 */
/* api.h - the page's questions, answered in JSON; README.md describes each. */
#pragma once

#include "web/request.h"

#include <stdint.h>

struct run_filter;
struct run_row;

handle_fn api_monitors;
handle_fn api_runs, api_run, api_picture;
handle_fn api_graph, api_graph_node;
handle_fn api_latency, api_funnel, api_breakpoints, api_variants;
handle_fn api_incidents, api_mutes;
handle_fn api_acknowledge, api_note, api_mute, api_unmute, api_run_now;
handle_fn api_events;

/* From the parameters: journey (or the path's), env, variant, hours or from and to (Unix
 * seconds), most, before, verdict. False: one of them cannot be read, which is answered. */
bool api_filter(struct request *request, struct run_filter *ret, struct answer *answer);

/* A run as lists have it. */
void api_put_run(struct json_out *out, const struct run_row *row);

/* 503 with the store's words. */
void api_store_failed(struct request *request, struct answer *answer, const char *why);
