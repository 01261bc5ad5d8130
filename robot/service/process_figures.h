/* SPDX-License-Identifier: Apache-2.0 */
/* process_figures.h - what the system says of this process: memory, time, descriptors (/proc/self). */
#pragma once

#include <stdint.h>

/* -1: the system did not say. */
struct process_figures {
    int64_t resident_bytes, virtual_bytes;
    int64_t cpu_ns; /* user and system */
    int64_t threads;
    int64_t open_descriptors, most_descriptors;
    int64_t started_utc_ns;
};

struct process_figures process_figures_read(void);
