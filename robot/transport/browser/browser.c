/* SPDX-License-Identifier: Apache-2.0 */
/* browser.c - the step kind `browser`: a customer in a real browser.
 *
 * `browser: [ACTION...]`, or a mapping with `actions` and who the customer is. */

#include "document/bind.h"
#include "document/node.h"
#include "document/text_types.h"
#include "model/step_kind.h"
#include "transport/browser/station.h"
#include "transport/browser/step_fields.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* ---- actions ---- */

static const char *const names[] = {
#define ACTION(id, words) #id,
    ACTIONS
#undef ACTION
        NULL};

static const struct field_choice one_action[] = {
    {.names = names, .what = "action", .required = true}, {0}};

static const struct field action_rows[] = {
#define ACTION(id, words) ACTION_ROW(id, words),
    ACTIONS
#undef ACTION
    {0}};

static const struct field_table action_table = {.name = "browser_action",
                                                .text = "one thing a customer does",
                                                .size = sizeof(struct action),
                                                .fields = action_rows,
                                                .choices = one_action,
                                                .place_at = offsetof(struct action, at)};

/* ---- settings ---- */

static const struct word engine_words[] = {
    {.name = "chromium",
     .value = ENGINE_CHROMIUM,
     .text = "directly, with all there is to see"},
    {.name = "webkit",
     .value = ENGINE_WEBKIT,
     .text = "WebKitGTK, by WebDriver: what iPhones see, without network and console"},
    {0}};
static const struct word device_words[] = {
    {.name = "desktop", .value = 0, .text = "1280x800"},
    {.name = "iphone-se", .value = 1, .text = "375x667"},
    {.name = "iphone-15", .value = 2, .text = "393x852"},
    {.name = "pixel-8", .value = 3, .text = "412x915"},
    {.name = "android-small", .value = 4, .text = "360x640"},
    {0}};
static const struct word network_words[] = {
    {.name = "unlimited", .value = 0}, {.name = "4g", .value = 1},
    {.name = "slow-4g", .value = 2},   {.name = "3g", .value = 3},
    {.name = "offline", .value = 4},   {0}};
/* A path that leads nowhere is told when the journey is read, not by a camera that stays black. */
static bool read_file_path(struct reading *reading, const struct node *node,
                           const struct field *field, void *into)
{
    const char *path;
    if (!path_type.read(reading, node, field, into))
        return false;
    memcpy(&path, (const char *)into + field->at, sizeof path);
    if (access(path, R_OK) == 0)
        return true;
    diag_add(reading->diags, node->at, "%s cannot be read: %s", path, strerror(errno));
    return false;
}

static const struct custom_type file_type = {.name = "a file", .read = read_file_path};

static const struct field place_fields[] = {{.name = "latitude",
                                             .type = FIELD_TEXT,
                                             .at = offsetof(struct geolocation, latitude),
                                             .required = true,
                                             .text = "degrees north"},
                                            {.name = "longitude",
                                             .type = FIELD_TEXT,
                                             .at = offsetof(struct geolocation, longitude),
                                             .required = true,
                                             .text = "degrees east"},
                                            {.name = "accuracy",
                                             .type = FIELD_COUNT,
                                             .at = offsetof(struct geolocation, accuracy),
                                             .fallback = "50",
                                             .text = "in metres"},
                                            {0}};
static const struct field_table place_table = {.name = "browser_geolocation",
                                               .text = "where the customer is",
                                               .size = sizeof(struct geolocation),
                                               .fields = place_fields};

static const struct field fields[] = {
    ACTIONS_FIELD(action_table),
    {.name = "engine",
     .type = FIELD_WORD,
     SETTING(engine),
     .words = engine_words,
     .fallback = "chromium",
     .text = "which browser; of the run's first browser step"},
    {.name = "webdriver",
     .type = FIELD_TEMPLATE,
     SETTING(webdriver),
     .text =
         "the URL of a W3C WebDriver remote end that has the browser: a grid, chromedriver"},
    {.name = "capabilities",
     .type = FIELD_TREE,
     SETTING(capabilities),
     .text = "asked of that remote end, beside what the robot needs itself"},
    {.name = "mobile",
     .type = FIELD_WORD,
     SETTING(device),
     .words = device_words,
     .fallback = "desktop",
     .text = "the phone in the customer's hand; of the run's first browser step"},
    {.name = "network",
     .type = FIELD_WORD,
     SETTING(network),
     .words = network_words,
     .fallback = "unlimited",
     .text = "what the phone's network is like"},
    {.name = "locale",
     .type = FIELD_TEXT,
     SETTING(locale),
     .text = "the customer's language: zh-CN"},
    {.name = "time_zone",
     .type = FIELD_TEXT,
     SETTING(time_zone),
     .text = "the customer's time zone: Asia/Shanghai"},
    {.name = "geolocation",
     .type = FIELD_POINTER,
     SETTING(place),
     .of = &place_table,
     .text = "where the customer is"},
    {.name = "grant",
     .type = FIELD_TEXTS,
     SETTING(permissions),
     .text = "permissions granted: camera, microphone, geolocation, notifications"},
    {.name = "deny", .type = FIELD_TEXTS, SETTING(refused), .text = "permissions refused"},
    {.name = "camera",
     .type = FIELD_CUSTOM,
     .custom = &file_type,
     SETTING(camera),
     .text = "a .y4m or .mjpeg file that the camera sees, from the journey's folder"},
    {.name = "microphone",
     .type = FIELD_CUSTOM,
     .custom = &file_type,
     SETTING(microphone),
     .text = "a .wav file that the microphone hears, from the journey's folder"},
    {.name = "visible",
     .type = FIELD_FLAG,
     SETTING(visible),
     .text = "in a window that people see, on the display there is: to watch a journey"},
    {.name = "devtools",
     .type = FIELD_COUNT,
     SETTING(devtools),
     .least = 1,
     .most = 65535,
     .text = "a port of 127.0.0.1 at which developer tools may look in"},
    SCREENSHOTS_FIELD(
        "when a picture is taken, from this step on; secrets are covered (default: failure)"),
    ACTION_TIMEOUT_FIELD,
    {0}};

/* What only Chromium can be told. */
static void check_settings(struct reading *reading, const struct node *at, void *into)
{
    static const char *const only[] = {"network", "geolocation", "grant", "deny",
                                       "camera",  "microphone",  NULL};
    const struct browser_settings *settings = &((const struct browser_step *)into)->settings;
    bool remote = settings->webdriver != NULL;
    if (settings->capabilities != NULL && !remote)
        diag_add(reading->diags, at->at,
                 "capabilities are asked of a remote end: say where, by "
                 "webdriver");
    if (settings->engine == ENGINE_CHROMIUM && !remote)
        return;
    for (size_t i = 0; only[i] != NULL; i++) {
        const struct node *key = node_member(at, only[i]);
        if (key != NULL)
            diag_add(reading->diags, key->at, "%s: WebDriver has no word for it%s", only[i],
                     remote ? "; a remote end may have a capability" : "");
    }
}

static const struct field_table table = {
    .name = "browser",
    .text = "what a customer does in a real browser",
    .size = sizeof(struct browser_step),
    .fields = fields,
    .shorthand = "actions",
    .check = check_settings,
};

static const struct transport transport = {
    .open = station_open,
    .close = station_close,
    .start = browsing_start,
    .cancel = browsing_cancel,
};

const struct step_kind step_kind_browser = {
    .name = "browser",
    .text = "a customer's actions in a real browser",
    .fields = &table,
    .transport = &transport,
};
