/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h - who the customer is and what is in their hands: of the first `browser` step of a run
 * that gives them, until the run's end. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct field_table;
struct template;
struct tree;

struct device {
    const char *name;
    int width, height; /* CSS pixels */
    double scale;
    bool mobile;
    const char *agent; /* %s: Chromium's version; NULL: the browser's own */
    const char *platform, *platform_version, *model;
};

/* What a network is like; 0: no limit. */
struct network_condition {
    const char *name;
    bool offline;
    int64_t latency_ms, down_bytes, up_bytes; /* bytes a second */
};

struct geolocation {
    const char *latitude, *longitude;
    int64_t accuracy;
};

enum engine { ENGINE_CHROMIUM = 0, ENGINE_WEBKIT };

/* Unset: as the run's browser steps before had it. */
enum pictures {
    PICTURES_UNSET = 0,
    PICTURES_FAILURE,
    PICTURES_STEP,
    PICTURES_ACTION,
    PICTURES_OFF
};

struct browser_settings {
    bool native;                      /* an app behind the remote end, not a browser */
    bool visible;                     /* a window for people */
    int64_t devtools;                 /* a port for other tools; 0: none */
    int engine;                       /* enum engine */
    const struct template *webdriver; /* URL of a remote end to use instead; NULL: none */
    const struct tree *capabilities;  /* asked of it */
    int device;                       /* of devices[] */
    int network;                      /* of network_conditions[] */
    const char *locale, *time_zone;
    const struct geolocation *place;
    const char *const *permissions; /* granted; NULL-terminated */
    const char *const *refused;
    const char *camera, *microphone; /* files */
    int pictures;
    int64_t action_timeout_ns; /* 0: unset, likewise */
};

extern const struct device devices[];
extern const struct network_condition network_conditions[];
