/* SPDX-License-Identifier: Apache-2.0 */
/* wire.c - what an HTTP status means to a message. */

#include "model/wire.h"

enum wire_verdict wire_judge_status(int status)
{
    static const int wrong_message[] = {400, 411, 413, 414, 415, 422, 431};
    if (status >= 200 && status < 300)
        return WIRE_ACCEPTED;
    for (size_t i = 0; i < sizeof wrong_message / sizeof wrong_message[0]; i++)
        if (status == wrong_message[i])
            return WIRE_REFUSED;
    return WIRE_RETRY;
}
