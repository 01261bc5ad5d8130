/* SPDX-License-Identifier: Apache-2.0 */
/* http_clock.c - SO_TIMESTAMPNS, looked at before libcurl reads.
 *
 * The stamp of unread bytes is had by peeking. TCP merges packets that wait unread, and the merged
 * one has the younger stamp; so the first byte's stamp is exact when the loop was there to see it
 * come or when only one packet came, else it may be too late by as long as the loop was away, and
 * says so. */

#include "transport/http_clock.h"
#include "base/clock.h"
#include "loop/loop.h"
#include "model/observation.h"

#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Absences shorter than this are what a kernel stamp is wrong by anyway. */
static const int64_t SHORT_NS = 50 * NS_PER_US;
enum { ONE_BYTE = 1, ALL_BYTES = 1 << 24 };

void http_clock_stamp(int fd)
{
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on,
               sizeof on); /* without: the loop's own clock */
}

int http_clock_keep_stamping(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd >= 0)
        http_clock_stamp(fd);
    return fd;
}

void http_clock_stop_stamping(int keeper)
{
    if (keeper >= 0)
        close(keeper);
}

/* When the last of the first `reach` unread bytes arrived; 0 when the kernel does not say, -1 when
 * there are none. Asking takes a pending error off the socket, so a reset is remembered. MSG_TRUNC on TCP walks over the bytes without copying them, so they need no room: a thing
 * recvmsg's wrappers in sanitizers do not know, hence the plain system call. */
static int64_t arrival(struct http_clock *clock, int fd, size_t reach)
{
    char nothing;
    union {
        char bytes[CMSG_SPACE(sizeof(struct timespec)) * 2];
        struct cmsghdr align;
    } control;
    struct iovec into = {.iov_base = &nothing, .iov_len = reach};
    struct msghdr message = {
        .msg_iov = &into,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof control,
    };
    long got = syscall(SYS_recvmsg, fd, &message, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
    if (got < 0 && errno == ECONNRESET)
        clock->reset = true;
    if (got <= 0)
        return -1;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS)
            continue;
        struct timespec at;
        memcpy(&at, CMSG_DATA(c), sizeof at);
        int64_t ago_ns = clock_now_utc_ns() - (at.tv_sec * NS_PER_S + at.tv_nsec);
        return clock_now_ns() - ago_ns;
    }
    return 0;
}

/* All that was received since connecting came in one packet. */
static bool one_packet(int fd)
{
    struct tcp_info about = {0};
    socklen_t size = sizeof about;
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &about, &size) == 0 &&
           size >= offsetof(struct tcp_info, tcpi_data_segs_in) + sizeof(uint32_t) &&
           about.tcpi_data_segs_in == 1;
}

static void grow(int64_t *uncertain_ns, int64_t ns)
{
    if (ns > *uncertain_ns)
        *uncertain_ns = ns;
}

void http_clock_start(struct http_clock *clock, struct loop *loop, bool secure)
{
    *clock = (struct http_clock){.loop = loop, .started_ns = clock_now_ns(), .secure = secure};
}

void http_clock_handshake(struct http_clock *clock)
{
    clock->handshake_ns = clock_now_ns();
}

void http_clock_request(struct http_clock *clock, uint64_t action, bool multiplexed)
{
    clock->request_ns = clock_now_ns();
    clock->request_action = action;
    clock->multiplexed = multiplexed;
    clock->writing = false;
    clock->looked_ns = clock->request_ns;
    clock->uncertain_ns = loop_away_ns(clock->loop, clock->started_ns);
}

void http_clock_writing(struct http_clock *clock, bool writing, uint64_t action)
{
    clock->writing = writing;
    /* A request that fits is written in one go, within the action that announced it; the server
     * may see it before the write returns, so request_ns is when it was sent. */
    if (!writing && clock->request_ns > 0 && action != clock->request_action &&
        !clock->answering)
        clock->sent_ns = clock_now_ns();
}

static void first_arrived(struct http_clock *clock, int fd, int64_t at_ns)
{
    if (at_ns > 0 && at_ns < clock->request_ns)
        return; /* came before we asked: a session ticket, no answer */
    int64_t late_ns = loop_late_ns(clock->loop);
    clock->first_ns = at_ns > 0 ? at_ns : clock_now_ns();
    bool exact = at_ns > 0 && !clock->multiplexed &&
                 (late_ns <= SHORT_NS || (!clock->secure && !clock->reused && one_packet(fd)));
    int64_t most_ns = clock->first_ns - clock->request_ns;
    if (!exact)
        grow(&clock->uncertain_ns, late_ns < most_ns ? late_ns : most_ns);
}

/* Looking at a broken socket that has nothing to read takes its error from libcurl. */
static bool safe_to_look(int fd, bool broken)
{
    int unread = 0;
    return !broken || (ioctl(fd, FIONREAD, &unread) == 0 && unread > 0);
}

void http_clock_noticed(struct http_clock *clock, int fd, bool broken)
{
    if (clock->request_ns == 0 || clock->answering || clock->first_ns > 0 ||
        clock->multiplexed || !safe_to_look(fd, broken))
        return;
    int64_t at_ns = arrival(clock, fd, ONE_BYTE);
    if (at_ns >= 0)
        first_arrived(clock, fd, at_ns);
}

void http_clock_arrived(struct http_clock *clock, int fd, bool broken)
{
    if (clock->request_ns == 0 || !safe_to_look(fd, broken))
        return;
    clock->fd = fd;
    int64_t late_ns = loop_late_ns(clock->loop);
    /* On HTTP/2 the peer's settings come before the answer: the latest bytes before it count. */
    if (!clock->answering && (clock->first_ns == 0 || clock->multiplexed)) {
        int64_t at_ns = arrival(clock, fd, ONE_BYTE);
        if (at_ns < 0)
            return;
        first_arrived(clock, fd, at_ns);
    }
    int64_t last_ns = late_ns > SHORT_NS ? arrival(clock, fd, ALL_BYTES) : 0;
    clock->end_uncertain_ns = last_ns > 0 ? 0 : late_ns;
    clock->last_ns = last_ns > 0 ? last_ns : loop_now_ns(clock->loop);
}

void http_clock_not_yet(struct http_clock *clock)
{
    if (clock->request_ns == 0 || clock->answering)
        return;
    clock->first_ns = 0;
    clock->looked_ns = clock_now_ns();
    int64_t at_ns = arrival(clock, clock->fd, ONE_BYTE);
    if (at_ns >= 0)
        first_arrived(clock, clock->fd, at_ns);
}

void http_clock_answering(struct http_clock *clock)
{
    clock->answering = true;
    if (clock->first_ns == 0) { /* came since we last looked, and was read at once */
        clock->first_ns = clock->last_ns = clock_now_ns();
        grow(&clock->uncertain_ns, clock->first_ns - clock->looked_ns);
        clock->end_uncertain_ns = 0; /* of which that is part */
    }
}

/* Bytes of HTTP/2 may be anything; those of HTTP/1 can only be the answer. */
static bool has_answer(const struct http_clock *clock)
{
    return clock->answering || (clock->first_ns > 0 && !clock->multiplexed);
}

static int64_t since_start(const struct http_clock *clock, CURL *curl, CURLINFO which)
{
    curl_off_t us = 0;
    curl_easy_getinfo(curl, which, &us);
    return us > 0 ? clock->started_ns + us * NS_PER_US : 0;
}

/* The moments in order; 0: not reached. */
struct moments {
    int64_t at_ns[NETWORK_PHASES]; /* when the phase ended */
};

static struct moments gather(const struct http_clock *clock, CURL *curl)
{
    struct moments m = {{0}};
    m.at_ns[PHASE_DNS] = since_start(clock, curl, CURLINFO_NAMELOOKUP_TIME_T);
    m.at_ns[PHASE_CONNECT] = since_start(clock, curl, CURLINFO_CONNECT_TIME_T);
    if (m.at_ns[PHASE_CONNECT] == 0)
        m.at_ns[PHASE_CONNECT] = clock->handshake_ns;
    if (clock->secure)
        m.at_ns[PHASE_TLS] = since_start(clock, curl, CURLINFO_APPCONNECT_TIME_T);
    if (clock->request_ns > 0 && !clock->writing)
        m.at_ns[PHASE_SEND] = clock->sent_ns > 0 ? clock->sent_ns : clock->request_ns;
    /* An answer may come before all was sent. */
    if (has_answer(clock)) {
        if (m.at_ns[PHASE_SEND] == 0 || m.at_ns[PHASE_SEND] > clock->first_ns)
            m.at_ns[PHASE_SEND] = clock->first_ns;
        m.at_ns[PHASE_WAIT] = clock->first_ns;
    }
    return m;
}

static enum phase reached(const struct http_clock *clock, const struct moments *m)
{
    if (clock->request_ns == 0) {
        if (m->at_ns[PHASE_DNS] == 0)
            return PHASE_DNS;
        if (m->at_ns[PHASE_CONNECT] == 0)
            return PHASE_CONNECT;
        return clock->secure && m->at_ns[PHASE_TLS] == 0 ? PHASE_TLS : PHASE_SEND;
    }
    if (m->at_ns[PHASE_SEND] == 0)
        return PHASE_SEND;
    return has_answer(clock) ? PHASE_RECEIVE : PHASE_WAIT;
}

static void lay_out(const struct http_clock *clock, const struct moments *m, enum phase until,
                    struct timing *time)
{
    int64_t at_ns = clock->started_ns;
    for (enum phase p = clock->reused ? PHASE_SEND : PHASE_DNS; p <= until; p++) {
        if (p == PHASE_TLS && !clock->secure)
            continue;
        int64_t end_ns = p == until ? clock->ended_ns : m->at_ns[p];
        if (end_ns < at_ns)
            end_ns = at_ns;
        if (end_ns > clock->ended_ns)
            end_ns = clock->ended_ns;
        time->phase_ns[p] = end_ns - at_ns;
        at_ns = end_ns;
    }
    time->total_ns = at_ns - clock->started_ns;
    if (until == PHASE_RECEIVE)
        time->first_byte_ns = time->total_ns - time->phase_ns[PHASE_RECEIVE];
}

enum phase http_clock_stop(struct http_clock *clock, CURL *curl, bool whole,
                           struct timing *ret_time)
{
    struct moments m = gather(clock, curl);
    enum phase until = reached(clock, &m);
    if (whole && clock->last_ns > 0) {
        clock->ended_ns = clock->last_ns > clock->first_ns ? clock->last_ns : clock->first_ns;
        grow(&clock->uncertain_ns, clock->end_uncertain_ns);
    } else {
        clock->ended_ns = clock_now_ns();
        grow(&clock->uncertain_ns,
             loop_away_ns(clock->loop,
                          clock->request_ns > 0 ? clock->request_ns : clock->started_ns));
    }
    *ret_time = timing_none();
    lay_out(clock, &m, until, ret_time);
    ret_time->uncertainty_ns = clock->uncertain_ns;
    return until;
}
