/* SPDX-License-Identifier: Apache-2.0 */
/* socket.h - the server's side of a WebSocket (RFC 6455), as much of it as a test needs. */
#pragma once

#include <stdbool.h>

/* Takes over a connection whose request asks to upgrade, and talks until the client closes. By the
 * last part of the path:
 * "echo"   says "hello", then each text again behind "echo ", and bytes as they came
 * "flood"  2000 messages at once
 * "garble" a frame that breaks the protocol
 * "drop"   closes the connection at the first message, without a word
 * false: it asks for no WebSocket, or for none of these, and nothing was answered. */
bool socket_talk(int fd, const char *request, const char *name);
