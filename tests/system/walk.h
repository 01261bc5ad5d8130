/* SPDX-License-Identifier: Apache-2.0 */
/* A customer of the demo app, step by step: logged in, saying one thing after another. */
#pragma once

#include "demo.h"

struct walk {
    const struct demo *demo;
    char *token;
    struct reply *last; /* the answer to the last step */
};

/* Logs in. walk_end frees all. */
struct walk walk_begin(const struct demo *demo, const char *mobile);
void walk_end(struct walk *walk);

/* One request over TLS, and the business code that must come back. The path is made by printf
 * rules; body NULL: none. Returns the answer, valid until the next step. */
__attribute__((format(printf, 4, 6))) const struct reply *
walk_step(struct walk *walk, const char *code, const char *method, const char *path_format,
          const char *body, ...);

/* GETs a path until the field is `wanted`, at most `most` times; returns how often it asked. */
int walk_poll(struct walk *walk, const char *path, const char *field, const char *wanted,
              int most);
