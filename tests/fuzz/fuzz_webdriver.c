/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_webdriver.c - what a WebDriver remote end might answer, and what it might say of a native screen: any
 * bytes. */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "transport/webdriver/native_source.h"
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
    struct text words[8];
    must(native_words(arena, (struct text){(const char *)bytes, length}, words, 8) <= 8);
    native_xpath(arena, (struct text){(const char *)bytes, length}, length % 2 == 0);
    arena_end(arena);
    return 0;
}
