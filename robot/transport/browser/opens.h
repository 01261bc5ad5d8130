/* SPDX-License-Identifier: Apache-2.0 */
/* opens.h - which pages a journey means to open, as its file says: what is known before it ever ran. */
#pragma once

struct arena;
struct journey;

/* The routes (graph/route.h) of the addresses that its browser steps open, in their order, NULL-terminated, in the
 * arena. Where else a customer comes by what is clicked shows only when it runs. */
const char *const *browser_opens(struct arena *arena, const struct journey *journey);
