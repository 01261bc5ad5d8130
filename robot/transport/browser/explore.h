/* SPDX-License-Identifier: Apache-2.0 */
/* explore.h - where an exploration has been and where it could go. */
#pragma once

#include "base/map.h"
#include "loop/loop.h"
#include "model/sighting.h"

struct act;
struct json;
struct template;

enum { MOST_PASSAGES = 20000, MOST_WAYS = 20000 };
#define NOWHERE ((size_t)-1)

struct explore_start_at {
    const struct template *url;
};

/* The action as written. */
struct explore {
    const struct explore_start_at *starts;
    size_t start_count;
    const char *const *hosts; /* beside those of the starts */
    const char *const
        *avoid; /* words in the label or address of what is never followed or pressed */
    int64_t pages, depth, time_ns;
    bool buttons;
};

/* Somewhere to go: an address, maybe a button to press there. */
/* Pages of one kind, or one button on them. */
struct family {
    int64_t visits;
};

struct way {
    const char *url, *label, *target;
    struct family *family;
    size_t from; /* a sighting, NOWHERE: a start */
    enum passage_kind kind;
    int64_t depth;
    bool presses;
    bool gone;    /* it was followed, or need not be */
    bool crosses; /* it leads to a page met before: an edge, no visit */
};

struct exploring {
    struct act *act;
    struct arena *arena;
    const struct explore *params;
    struct sighting *sightings;
    size_t sighting_count;
    struct passage *passages;
    size_t passage_count;
    struct way *ways;
    size_t way_count, way_room;
    struct map known;    /* addresses met, buttons met */
    struct map families; /* by their names: struct family * */
    const char *const *hosts;
    size_t host_count;
    const struct way *way; /* under way */
    const char *complaint; /* the last one told */
    int64_t until_ns;
    struct loop_timer timer;
    struct loop_timer idle; /* until the page asks for nothing more */
    int64_t idle_until_ns;
    bool freshening; /* a new window is on its way */
    void (*surveyed)(struct act *act, const struct json *page);
};

void explore_begin_at(struct exploring *exploring, struct text url);
/* Every link and, when `press`, every button of a page just surveyed, that is allowed and new. */
void explore_enqueue(struct exploring *exploring, size_t at, const char *address, int64_t depth,
                     const struct json *page, bool press);
/* The way whose kind was gone least, the shallowest first; NULL: there is none. */
const struct way *explore_next(struct exploring *exploring);
/* Links between pages met anyway become passages, at the end. */
void explore_cross(struct exploring *exploring);
void explore_know(struct exploring *exploring, const char *address);
/* Whether the address is on one of the hosts allowed. */
bool explore_inside(const struct exploring *exploring, struct text url);
