/* SPDX-License-Identifier: Apache-2.0 */
/* felt.c - who decides how bad it is, and the words.
 *
 * The nearest setting decides: the step's of this check, the step's for all, then the journey's. */

#include "checks/felt/felt.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "model/observation.h"
#include "model/page_sight.h"

enum { MOST_WORDS = 2000, MOST_NAMED = 3 };

static enum felt_severity severity_of(const struct felt_check *check, size_t index,
                                      const struct felt_settings *const *settings)
{
    for (; *settings != NULL; settings++) {
        if ((*settings)->severity[index] != FELT_UNSET)
            return (enum felt_severity)(*settings)->severity[index];
        if ((*settings)->all != FELT_UNSET)
            return (enum felt_severity)(*settings)->all;
    }
    return check->severity;
}

static struct finding finding_of(const struct felt_check *check, bool fails,
                                 const struct complaint *complaint, struct place at,
                                 struct arena *arena)
{
    return (struct finding){
        .verdict = fails ? VERDICT_FAIL : VERDICT_DEGRADED,
        .phase = PHASE_JUDGE,
        .reason = check->reason,
        .check = arena_printf(arena, "felt %s", check->name),
        .expected = check->expected,
        .actual = complaint->actual,
        .soft = !fails,
        .at = complaint->at.source != NULL ? complaint->at : at,
    };
}

size_t felt_judge(const struct felt_check *const *checks,
                  const struct felt_settings *const *settings, const struct observation *saw,
                  struct place at, struct arena *arena, struct finding *ret)
{
    size_t n = 0;
    for (size_t i = 0; saw->page != NULL && checks[i] != NULL && i < MOST_FELT_CHECKS; i++) {
        struct complaint complaint = {0};
        enum felt_severity severity = severity_of(checks[i], i, settings);
        if (severity == FELT_OFF || !checks[i]->look(saw, arena, &complaint))
            continue;
        bool fails = severity == FELT_FAIL && !complaint.minor;
        ret[n++] = finding_of(checks[i], fails, &complaint, at, arena);
    }
    return n;
}

bool felt_list(const struct blemishes *blemishes, const char *one, const char *many,
               struct arena *arena, struct complaint *ret)
{
    struct buffer words;
    if (blemishes->count == 0)
        return false;
    buffer_init(&words, MOST_WORDS);
    if (blemishes->count == 1)
        buffer_printf(&words, "%s", one);
    else
        buffer_printf(&words, "%zu %s", blemishes->count, many);
    for (size_t i = 0; i < blemishes->count && i < MOST_NAMED; i++)
        buffer_printf(&words, "%s %.200s (%.200s)", i == 0 ? ":" : ",",
                      blemishes->items[i].element, blemishes->items[i].text);
    if (blemishes->count > MOST_NAMED)
        buffer_add_string(&words, ", ...");
    ret->actual = text_string(arena, buffer_text(&words));
    buffer_done(&words);
    return true;
}
