/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_png.c - any picture: a share in (0, 1], or none and the answer untouched. */

#include "base/must.h"
#include "checks/felt/png.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    double share = -1;
    struct text png = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    if (png_one_colour(png, &share))
        must(share > 0 && share <= 1);
    else
        must(share < 0);
    return 0;
}
