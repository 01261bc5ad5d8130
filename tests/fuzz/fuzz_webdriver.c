/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_webdriver.c - what a WebDriver remote end might answer: any bytes. */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "transport/webdriver/webdriver_reply.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct webdriver_reply reply;
    webdriver_reply_read(arena, (struct text){(const char *)bytes, length}, &reply);
    must((reply.value == NULL) == (reply.error != NULL));
    must(reply.error == NULL || reply.message != NULL);
    must(!reply.gone);
    struct text id = webdriver_element_id(reply.value);
    must(id.length <= length);
    arena_end(arena);
    return 0;
}
