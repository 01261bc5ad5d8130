/* SPDX-License-Identifier: Apache-2.0 */
/* code.c - by name and by majority. */

#include "recording/code.h"
#include "recording/draft.h"

static const struct json *told(const struct step *step, struct text name)
{
    bool object = step->answer != NULL && step->answer->kind == JSON_OBJECT;
    const struct json *found = object ? json_member(step->answer, name) : NULL;
    bool leaf = found != NULL && found->kind != JSON_OBJECT && found->kind != JSON_ARRAY;
    return leaf ? found : NULL;
}

static size_t votes(const struct draft *draft, struct text name, const struct json *value)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->step_count; i++) {
        const struct json *one = told(&draft->steps[i], name);
        count += one != NULL && json_equal(one, value);
    }
    return count;
}

static bool try_name(struct draft *draft, struct text name)
{
    size_t answers = 0, best = 0;
    for (size_t i = 0; i < draft->step_count && i < MOST_STEPS; i++) {
        const struct json *one = told(&draft->steps[i], name);
        size_t count = one != NULL ? votes(draft, name, one) : 0;
        answers += draft->steps[i].answer != NULL;
        if (count > best) {
            best = count;
            draft->code_value = one;
        }
    }
    draft->code_name = name;
    return best > 0 && best * 2 >= answers;
}

void code_find(struct draft *draft)
{
    static const char *const names[] = {
        "code",       "retCode", "ret_code",  "returnCode", "respCode", "resp_code",
        "resultCode", "rtnCode", "errorCode", "error_code", "errcode",  "errCode",
        "errno",      "ret",     "success",   "status",     NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (try_name(draft, text_of(names[i])))
            return;
    draft->code_name = text_of("");
    draft->code_value = NULL;
}

bool code_differs(const struct draft *draft, const struct step *step)
{
    const struct json *one = draft->code_value != NULL ? told(step, draft->code_name) : NULL;
    return one != NULL && !json_equal(one, draft->code_value);
}
