/* SPDX-License-Identifier: Apache-2.0 */
/* serving.h - `xunjian serve` in a folder of its own, for the figures that need it running. */
#pragma once

#include <stddef.h>

/* Writes a file of the folder. */
void serving_put(const char *folder, const char *name, const char *text);

/* Serves FOLDER/xunjian.yaml; returns the pid when it says its address, whose /metrics goes to `url`. */
int serving_start(const char *build, const char *folder, char *url, size_t size);

/* Ends it; the folder goes. */
void serving_stop(int pid, const char *folder);

void serving_pause_s(int seconds);
