/* SPDX-License-Identifier: Apache-2.0 */
/* http_answer.h - what libcurl hands over: headers, body, and the request as it was sent. Each within
 * the journey's limits. libcurl's callbacks; `transfer` is a struct http_transfer. */
#pragma once

#include <curl/curl.h>

struct http_transfer;

size_t http_answer_header(char *line, size_t one, size_t length, void *transfer);
size_t http_answer_body(char *bytes, size_t one, size_t length, void *transfer);
int http_answer_sent(CURL *curl, curl_infotype what, char *bytes, size_t length,
                     void *transfer);

/* Moves the body to the attempt's arena. */
void http_answer_keep_body(struct http_transfer *transfer);
