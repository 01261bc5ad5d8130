/* SPDX-License-Identifier: Apache-2.0 */
/* graph_file.h - graphs in files, for the commands that read them. */
#pragma once

struct arena;
struct graph;

/* JSON as a crawl writes it, or a .yaml that developers keep (graph/relations.h). NULL when it cannot be had: told on standard error with its place, *ret_code the exit code. */
struct graph *graph_file_read(struct arena *arena, const char *path, int *ret_code);
