/* SPDX-License-Identifier: Apache-2.0 */
/* visit_open.c - a new customer: a context, a window in it, settings applied; and its end.
 *
 * Three round trips: the context, the window, and what is said to it, written without waiting for answers.
 * Navigating before the last is answered would overtake it: the browser's process answers some calls, the
 * page's others. */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "model/environment.h"
#include "model/step_kind.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/station.h"
#include "transport/browser/visit.h"

#include <string.h>

extern const char agent_js[];

const char *visit_page(const struct visit *visit)
{
    must(visit->window != NULL);
    return visit->window->session->listener.id;
}

void visit_answer(drive_done_fn *done, void *thing, enum drive_end end, const char *why)
{
    const struct drive_answer answer = {.end = end, .why = why};
    if (done != NULL)
        done(thing, &answer);
}

/* ---- telling how it ended ---- */

static void tell_opened(struct visit *visit, enum drive_end end, const char *why)
{
    drive_done_fn *done = visit->opened;
    visit->opened = NULL;
    visit_answer(done, visit->opened_thing, end, why);
}

static int64_t tell_gone(void *thing, int64_t now_ns)
{
    struct visit *visit = thing;
    (void)now_ns;
    tell_opened(visit, DRIVE_GONE, visit->why);
    return 0;
}

/* The browser is gone: whoever waits for something is told. */
static void gone(struct chrome_guest *guest, const char *why)
{
    struct visit *visit = (struct visit *)((char *)guest - offsetof(struct visit, guest));
    visit->gone = true;
    visit->why = arena_strdup(visit->arena, why);
    visit_end(visit, DRIVE_GONE, visit->why);
    arriving_refuse(visit, DRIVE_GONE, visit->why);
    loop_timer_set(visit->loop, &visit->later, loop_now_ns(visit->loop));
}

/* ---- settings, for every session ---- */

static const struct json *text_value(struct arena *arena, const char *text)
{
    return json_string(arena, text_copy(arena, text_of(text)));
}

static void say(struct session *session, const char *method, const struct json *params)
{
    cdp_call(visit_cdp(session->visit), session->listener.id, method, params, NULL, NULL);
}

/* The marker every request carries: which robot, which run. */
static const char *agent_of(struct visit *visit, struct arena *arena)
{
    const struct device *device = &devices[visit->settings.device];
    const char *own = chrome_agent(visit->guest.chrome);
    const char *version = strstr(own, "Chrome/");
    const char *base = own;
    if (device->agent != NULL) {
        version = version != NULL ? version + strlen("Chrome/") : "0";
        size_t length = strcspn(version, " ");
        base = arena_printf(arena, device->agent, arena_strndup(arena, version, length));
    }
    return arena_printf(arena, "%s xunjian/" XUNJIAN_VERSION " (run %s)", base, visit->run_id);
}

static void set_agent(struct session *session, struct arena *arena)
{
    struct visit *visit = session->visit;
    const struct device *device = &devices[visit->settings.device];
    const char *locale = visit->settings.locale;
    say(session, "Emulation.setUserAgentOverride",
        cdp_object(
            arena, "userAgent", text_value(arena, agent_of(visit, arena)), "acceptLanguage",
            locale != NULL ? text_value(arena, locale) : NULL, "platform",
            device->platform != NULL ? text_value(arena, device->platform) : NULL, NULL));
}

static void set_device(struct session *session, struct arena *arena)
{
    const struct device *device = &devices[session->visit->settings.device];
    say(session, "Emulation.setDeviceMetricsOverride",
        cdp_object(arena, "width", json_int(arena, device->width), "height",
                   json_int(arena, device->height), "deviceScaleFactor",
                   cdp_number(arena, device->scale), "mobile", json_bool(device->mobile),
                   "screenWidth", json_int(arena, device->width), "screenHeight",
                   json_int(arena, device->height), NULL));
    if (device->mobile)
        say(session, "Emulation.setTouchEmulationEnabled",
            cdp_object(arena, "enabled", json_bool(true), "maxTouchPoints", json_int(arena, 5),
                       NULL));
}

static void set_place(struct session *session, struct arena *arena)
{
    const struct browser_settings *settings = &session->visit->settings;
    if (settings->locale != NULL)
        say(session, "Emulation.setLocaleOverride",
            cdp_object(arena, "locale", text_value(arena, settings->locale), NULL));
    if (settings->time_zone != NULL)
        say(session, "Emulation.setTimezoneOverride",
            cdp_object(arena, "timezoneId", text_value(arena, settings->time_zone), NULL));
    if (settings->place != NULL)
        say(session, "Emulation.setGeolocationOverride",
            cdp_object(arena, "latitude",
                       json_number(arena, text_of(settings->place->latitude)), "longitude",
                       json_number(arena, text_of(settings->place->longitude)), "accuracy",
                       json_int(arena, settings->place->accuracy), NULL));
}

static void set_network(struct session *session, struct arena *arena)
{
    const struct visit *visit = session->visit;
    const struct network_condition *net = &network_conditions[visit->settings.network];
    say(session, "Network.enable",
        cdp_object(arena, "maxTotalBufferSize", json_int(arena, 32 << 20),
                   "maxResourceBufferSize", json_int(arena, 8 << 20), NULL));
    if (visit->environment != NULL && !visit->environment->tls.verify)
        say(session, "Security.setIgnoreCertificateErrors",
            cdp_object(arena, "ignore", json_bool(true), NULL));
    if (visit->settings.network != 0)
        say(session, "Network.emulateNetworkConditions",
            cdp_object(arena, "offline", json_bool(net->offline), "latency",
                       json_int(arena, net->latency_ms), "downloadThroughput",
                       json_int(arena, net->down_bytes > 0 ? net->down_bytes : -1),
                       "uploadThroughput",
                       json_int(arena, net->up_bytes > 0 ? net->up_bytes : -1), NULL));
}

/* A page or a frame of another process: it has documents, and our eyes in each. */
static void greet_page(struct session *session, struct arena *arena)
{
    say(session, "Page.enable", NULL);
    say(session, "Page.setLifecycleEventsEnabled",
        cdp_object(arena, "enabled", json_bool(true), NULL));
    say(session, "Page.addScriptToEvaluateOnNewDocument",
        cdp_object(arena, "source", json_string(arena, text_of(agent_js)), "worldName",
                   text_value(arena, "xunjian"), "runImmediately", json_bool(true), NULL));
    say(session, "Log.enable", NULL);
    set_place(session, arena);
    recorder_greet(session, arena);
    if (session->page) {
        set_device(session, arena);
        say(session, "Emulation.setFocusEmulationEnabled",
            cdp_object(arena, "enabled", json_bool(true), NULL));
    }
}

/* The window took all that was said to it: what comes now finds it ready. */
static void greeted(void *thing, const struct cdp_reply *reply)
{
    struct visit *visit = thing;
    if (reply->result != NULL)
        tell_opened(visit, DRIVE_OK, NULL);
    else if (!reply->gone)
        tell_opened(visit, DRIVE_GONE, reply->error);
}

void visit_greet(struct visit *visit, struct session *session)
{
    struct arena *arena = arena_new();
    set_network(session, arena);
    set_agent(session, arena);
    if (session->page)
        greet_page(session, arena);
    say(session, "Runtime.enable", NULL);
    say(session, "Target.setAutoAttach",
        cdp_object(arena, "autoAttach", json_bool(true), "waitForDebuggerOnStart",
                   json_bool(true), "flatten", json_bool(true), NULL));
    bool first = visit->window != NULL && visit->window->session == session;
    cdp_call(visit_cdp(visit), session->listener.id, "Runtime.runIfWaitingForDebugger", NULL,
             first ? greeted : NULL, first ? visit : NULL);
    arena_end(arena);
}

/* ---- opening ---- */

static void window_made(void *thing, const struct cdp_reply *reply)
{
    struct visit *visit = thing;
    if (reply->error != NULL && !reply->gone)
        tell_opened(visit, DRIVE_GONE, reply->error);
}

static void permit(struct visit *visit, struct arena *arena, const char *const *names,
                   const char *setting)
{
    for (; names != NULL && *names != NULL; names++)
        cdp_call(visit_cdp(visit), "", "Browser.setPermission",
                 cdp_object(arena, "permission",
                            cdp_object(arena, "name", text_value(arena, *names), NULL),
                            "setting", text_value(arena, setting), "browserContextId",
                            text_value(arena, visit->context), NULL),
                 NULL, NULL);
}

static void context_made(void *thing, const struct cdp_reply *reply)
{
    struct visit *visit = thing;
    if (reply->result == NULL) {
        if (!reply->gone)
            tell_opened(visit, DRIVE_GONE, reply->error);
        return;
    }
    struct arena *arena = arena_new();
    visit->context = text_string(visit->arena, value_text(reply->result, "browserContextId"));
    visit->guest.context = visit->context;
    permit(visit, arena, visit->settings.permissions, "granted");
    permit(visit, arena, visit->settings.refused, "denied");
    cdp_call(visit_cdp(visit), "", "Target.createTarget",
             cdp_object(arena, "url", text_value(arena, "about:blank"), "browserContextId",
                        text_value(arena, visit->context), NULL),
             window_made, visit);
    arena_end(arena);
}

static void up(struct chrome_guest *guest)
{
    struct visit *visit = (struct visit *)((char *)guest - offsetof(struct visit, guest));
    struct arena *arena = arena_new();
    cdp_call(visit_cdp(visit), "", "Target.createBrowserContext",
             cdp_object(arena, "disposeOnDetach", json_bool(true), NULL), context_made, visit);
    arena_end(arena);
}

static void attached(struct chrome_guest *guest, const struct cdp_message *message)
{
    struct visit *visit = (struct visit *)((char *)guest - offsetof(struct visit, guest));
    visit_attached(visit, message, true);
}

static void detached(struct chrome_guest *guest, const struct cdp_message *message)
{
    visit_detached((struct visit *)((char *)guest - offsetof(struct visit, guest)), message);
}

/* ---- the end ---- */

static void leave(void *thing)
{
    struct visit *visit = thing;
    loop_timer_stop(visit->loop, &visit->later);
    visit->opened = NULL;
    visit->arriving = (struct arriving){0};
    errand_forget(visit, NULL);
    visit_end(visit, DRIVE_GONE, "the run is over");
    arena_end(visit->seen);
    if (visit->guest.chrome == NULL)
        return;
    struct cdp *cdp = visit_cdp(visit);
    for (struct session *session = visit->sessions; session != NULL; session = session->next)
        if (cdp != NULL)
            cdp_deafen(cdp, &session->listener);
    if (cdp != NULL && visit->context != NULL) {
        struct arena *arena = arena_new();
        cdp_forget(cdp, visit);
        cdp_call(cdp, "", "Target.disposeBrowserContext",
                 cdp_object(arena, "browserContextId", text_value(arena, visit->context), NULL),
                 NULL, NULL);
        arena_end(arena);
    } else if (cdp != NULL) {
        cdp_forget(cdp, visit);
    }
    chrome_leave(&visit->guest);
}

struct arena *visit_look_anew(struct visit *visit)
{
    struct arena *before = visit->seen;
    visit->seen = arena_new();
    visit->look++;
    visit->addresses = NULL;
    visit->address_count = 0;
    network_begin(visit);
    console_begin(visit);
    return before;
}

/* "MAP host:port address" for each host of the environment that has an address of its own. */
static const char *resolve_rules(struct arena *arena, const struct environment *environment)
{
    const char *rules = NULL;
    for (size_t i = 0; environment != NULL && i < environment->host_count; i++) {
        const struct host_rule *rule = &environment->hosts[i];
        if (rule->address != NULL)
            rules = arena_printf(arena, "%s%sMAP %s %s", rules != NULL ? rules : "",
                                 rules != NULL ? "," : "", rule->host, rule->address);
    }
    return rules;
}

static bool lists(const char *const *names, const char *name)
{
    for (; names != NULL && *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return true;
    return false;
}

static enum media media_of(const struct browser_settings *settings)
{
    if (lists(settings->refused, "camera") || lists(settings->refused, "microphone"))
        return MEDIA_DENIED;
    if (settings->camera != NULL || settings->microphone != NULL ||
        lists(settings->permissions, "camera") || lists(settings->permissions, "microphone"))
        return MEDIA_GRANTED;
    return MEDIA_NONE;
}

struct drive *visit_open(struct attempt *attempt, const struct browser_settings *settings,
                         drive_done_fn *done, void *thing)
{
    struct arena *arena = attempt->session_arena;
    struct visit *visit = arena_make(arena, struct visit);
    const struct environment *environment = attempt->journey->environment;
    *visit = (struct visit){
        .drive = {.driver = &cdp_driver},
        .guest = {.up = up, .gone = gone, .attached = attached, .detached = detached},
        .station = attempt->station,
        .loop = station_loop(attempt->station),
        .arena = arena,
        .run_id = attempt->run_id,
        .environment = environment,
        .settings = *settings,
        .opened = done,
        .opened_thing = thing,
        .later = {.fire = tell_gone, .thing = visit},
        .accept = true,
    };
    visit_look_anew(visit);
    const struct chrome_launch launch = {
        .ca_file =
            environment != NULL && environment->tls.verify ? environment->tls.ca_file : NULL,
        .resolve = resolve_rules(arena, environment),
        .camera = settings->camera,
        .microphone = settings->microphone,
        .media = media_of(settings),
        .visible = settings->visible,
        .devtools = settings->devtools,
    };
    arena_defer(arena, leave, visit);
    struct chrome *chrome = station_browser(visit->station, &launch);
    chrome_enter(chrome, &visit->guest);
    if (chrome_state(chrome) == CHROME_UP)
        up(&visit->guest);
    return &visit->drive;
}
