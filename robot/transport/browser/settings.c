/* SPDX-License-Identifier: Apache-2.0 */
/* settings.c - phones people have, and networks they are on.
 *
 * Sizes and agents are those the makers publish; networks are Lighthouse's "slow 4G" and WebPageTest's
 * 3G. */

#include "transport/browser/settings.h"
#include "transport/browser/step_fields.h"

#include <stddef.h>

#define KB 1024

const struct device devices[] = {
    {.name = "desktop", .width = 1280, .height = 800, .scale = 1},
    {.name = "iphone-se",
     .width = 375,
     .height = 667,
     .scale = 2,
     .mobile = true,
     .platform = "iPhone",
     .agent =
         "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"},
    {.name = "iphone-15",
     .width = 393,
     .height = 852,
     .scale = 3,
     .mobile = true,
     .platform = "iPhone",
     .agent =
         "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"},
    {.name = "pixel-8",
     .width = 412,
     .height = 915,
     .scale = 2.625,
     .mobile = true,
     .platform = "Linux armv81",
     .agent = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
              "Chrome/%s Mobile Safari/537.36"},
    {.name = "android-small",
     .width = 360,
     .height = 640,
     .scale = 2,
     .mobile = true,
     .platform = "Linux armv81",
     .agent =
         "Mozilla/5.0 (Linux; Android 11; M2006C3LC) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/%s Mobile Safari/537.36"},
    {.name = NULL}};

const struct network_condition network_conditions[] = {
    {.name = "unlimited"},
    {.name = "4g",
     .latency_ms = 20,
     .down_bytes = 9 * 1000 * 1000 / 8,
     .up_bytes = 9 * 1000 * 1000 / 8},
    {.name = "slow-4g",
     .latency_ms = 150,
     .down_bytes = 1638 * 1000 / 8,
     .up_bytes = 750 * 1000 / 8},
    {.name = "3g", .latency_ms = 300, .down_bytes = 780 * 1000 / 8, .up_bytes = 330 * 1000 / 8},
    {.name = "offline", .offline = true},
    {.name = NULL}};

const struct word browsing_picture_words[] = {
    {.name = "failure", .value = PICTURES_FAILURE, .text = "of a step that failed"},
    {.name = "step", .value = PICTURES_STEP, .text = "at the end of every step"},
    {.name = "action", .value = PICTURES_ACTION, .text = "after every action"},
    {.name = "off", .value = PICTURES_OFF, .text = "never"},
    {0}};
