/* SPDX-License-Identifier: Apache-2.0 */
/* once.c - one message now, on this thread, and how it went: `xunjian notify test`. */

#include "base/arena.h"
#include "base/clock.h"
#include "deliver/deliver.h"
#include "deliver/send.h"

static bool transfer(struct arena *arena, const struct wire_request *request,
                     struct wire_answer *ret, const char **ret_why)
{
    struct sending sending;
    if (request->medium == WIRE_PROGRAM)
        return program_run(arena, request, ret, ret_why);
    send_begin(&sending, arena, request, NULL);
    CURLcode code = curl_easy_perform(sending.curl);
    bool answered = send_end(&sending, code, ret_why);
    *ret = sending.answer;
    send_done(&sending);
    return answered;
}

enum wire_verdict deliver_once(const struct channel *channel, const struct message *message,
                               bool dry_run, struct arena *arena,
                               struct wire_request *ret_request, struct wire_answer *ret_answer,
                               const char **ret_why)
{
    *ret_answer = (struct wire_answer){.retry_after_ns = -1};
    *ret_why = "nothing was sent";
    channel->wire->render(channel->params, message, clock_now_utc_ns(), arena, ret_request);
    if (dry_run)
        return WIRE_ACCEPTED;
    if (!transfer(arena, ret_request, ret_answer, ret_why))
        return WIRE_RETRY;
    return send_judge(channel->wire, channel->params, ret_request->medium, ret_answer, arena,
                      ret_why);
}
