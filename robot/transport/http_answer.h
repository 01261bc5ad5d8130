/* SPDX-License-Identifier: Apache-2.0 */
/* http_answer.h - what libcurl hands over: headers, body, and the request as it was sent. Each within
 * the journey's limits. libcurl's callbacks; `transfer` is a struct http_transfer. */
#pragma once

#include <curl/curl.h>
#include <stdbool.h>

struct http_transfer;

size_t http_answer_header(char *line, size_t one, size_t length, void *transfer);
size_t http_answer_body(char *bytes, size_t one, size_t length, void *transfer);
int http_answer_told(CURL *curl, curl_infotype what, char *bytes, size_t length,
                     void *transfer);

/* True when a gzip body that had no length ended before its trailer (RFC 1952 section 2.3.1: the
 * size unpacked comes last), of which libcurl 7.88 does not complain. */
bool http_answer_is_cut(const struct http_transfer *transfer);

/* Moves the body to the attempt's arena. */
void http_answer_keep_body(struct http_transfer *transfer);
