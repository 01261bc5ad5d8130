/* SPDX-License-Identifier: Apache-2.0 */
/* reload.h - a new configuration is read on a thread of its own, and taken over only when right. */
#pragma once

#include <stdbool.h>

struct buffer;
struct reloader;
struct service;

struct reloader *reloader_new(struct service *service);
void reloader_end(struct reloader *reloader);

/* Soon; errors go to the log. From any thread. */
void reloader_wish(struct reloader *reloader);

/* Now, on the calling thread, which is not the main loop's. True when the new configuration is in
 * force; else the errors are in `errors` and the old one stays. */
bool reloader_do(struct reloader *reloader, struct buffer *errors);
