/* SPDX-License-Identifier: Apache-2.0 */
/* socket.c - see socket.h. Frames in one piece, below 64 KiB: what browsers send in tests. */

#include "socket.h"
#include "base/must.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

enum { OPCODE_TEXT = 1, OPCODE_BYTES = 2, OPCODE_CLOSE = 8, OPCODE_NONE = 3, MOST = 65536 };

static bool receive(int fd, void *to, size_t length)
{
    return length == 0 || recv(fd, to, length, MSG_WAITALL) == (ssize_t)length;
}

static bool say(int fd, int opcode, const char *bytes, size_t length)
{
    unsigned char head[4] = {(unsigned char)(0x80 | opcode), (unsigned char)length};
    size_t size = 2;
    if (length > 125) {
        head[1] = 126;
        head[2] = (unsigned char)(length >> 8);
        head[3] = (unsigned char)length;
        size = 4;
    }
    return send(fd, head, size, MSG_NOSIGNAL) == (ssize_t)size &&
           send(fd, bytes, length, MSG_NOSIGNAL) == (ssize_t)length;
}

/* The next frame, unmasked; its opcode, or -1: there is none. */
static int hear(int fd, char bytes[static MOST], size_t *ret_length)
{
    unsigned char head[2], more[2], mask[4];
    if (!receive(fd, head, 2))
        return -1;
    size_t length = head[1] & 0x7F;
    if (length == 126) {
        if (!receive(fd, more, 2))
            return -1;
        length = (size_t)more[0] << 8 | more[1];
    }
    if (length >= MOST || !receive(fd, mask, 4) || !receive(fd, bytes, length))
        return -1;
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)(bytes[i] ^ (char)mask[i % 4]);
    *ret_length = length;
    return head[0] & 0x0F;
}

static void echo(int fd)
{
    char bytes[MOST], again[MOST + 8];
    size_t length = 0;
    say(fd, OPCODE_TEXT, "hello", 5);
    for (int opcode; (opcode = hear(fd, bytes, &length)) >= 0 && opcode != OPCODE_CLOSE;) {
        if (opcode == OPCODE_BYTES) {
            say(fd, OPCODE_BYTES, bytes, length);
            continue;
        }
        int n = snprintf(again, sizeof again, "echo %.*s", (int)length, bytes);
        say(fd, OPCODE_TEXT, again, (size_t)n);
    }
    say(fd, OPCODE_CLOSE, "\x03\xe8", 2); /* 1000: it is done */
}

static void flood(int fd)
{
    char bytes[32];
    for (int i = 1; i <= 2000; i++) {
        int n = snprintf(bytes, sizeof bytes, "tick %d", i);
        say(fd, OPCODE_TEXT, bytes, (size_t)n);
    }
}

static bool accept_key(const char *request, char ret_accept[static 32])
{
    static const char name[] = "\r\nSec-WebSocket-Key: ";
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned hash_length = 0;
    char both[128];
    const char *key = strstr(request, name);
    if (key == NULL)
        return false;
    key += sizeof name - 1;
    int n = snprintf(both, sizeof both, "%.*s" GUID, (int)strcspn(key, "\r"), key);
    must(n > 0 && (size_t)n < sizeof both);
    must(EVP_Digest(both, (size_t)n, hash, &hash_length, EVP_sha1(), NULL) == 1);
    EVP_EncodeBlock((unsigned char *)ret_accept, hash, (int)hash_length);
    return true;
}

static bool knows(const char *name)
{
    static const char *const names[] = {"echo", "flood", "garble", "drop"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

bool socket_talk(int fd, const char *request, const char *name)
{
    char accept[32], head[256], bytes[MOST];
    size_t length = 0;
    if (!knows(name) || !accept_key(request, accept))
        return false;
    int n = snprintf(head, sizeof head,
                     "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                     "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                     accept);
    send(fd, head, (size_t)n, MSG_NOSIGNAL);
    if (strcmp(name, "echo") == 0)
        echo(fd);
    else if (strcmp(name, "flood") == 0)
        flood(fd);
    else if (strcmp(name, "garble") == 0)
        say(fd, OPCODE_NONE, "?", 1);
    if (strcmp(name, "echo") != 0)
        hear(fd, bytes, &length);
    return true;
}
