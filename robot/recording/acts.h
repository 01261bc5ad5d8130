/* SPDX-License-Identifier: Apache-2.0 */
/* acts.h - what a person did in a browser, as a journey: pages become steps, what leads from one to the next
 * an expectation.
 *
 * The events are those of transport/browser/recorder.c; they carry what pages say, so any JSON will do. */
#pragma once

#include <stddef.h>

struct buffer;
struct json;

struct acts_options {
    const char *journey; /* its id */
    const char *url;     /* where it began; from "${base}" on, base is the environment's */
    const char *mobile;  /* the phone; NULL: a desktop */
    const char *locale;  /* or NULL */
    const char *login;   /* the path of a journey done before, which is included; or NULL */
    const char *date;    /* when, for the title */
};

/* Writes the journey, and returns how many actions it has beside the first `open`. Passwords and one-time
 * codes become secrets, persons generated ones (acts_value.h). */
size_t acts_write(const struct json *const *events, size_t count,
                  const struct acts_options *options, struct buffer *out);
