/* SPDX-License-Identifier: Apache-2.0 */
/* pages.h - a web server for browsers under test: the files of a folder, and nothing else.
 *
 * A connection for each request, each on a thread of its own, so that a browser's many do not wait for
 * one another. "/NAME" is NAME of the folder, whatever its query; what is not there is a 404.
 * A WebSocket to "/echo", "/flood", "/garble" or "/drop" is taken: see socket.h.
 * Of "/slow-NAME" the first line comes at once, the rest after 1.5 s. */
#pragma once

struct pages;

struct pages *pages_start(const char *folder);
void pages_stop(struct pages *pages);
int pages_port(const struct pages *pages); /* on 127.0.0.1 */
