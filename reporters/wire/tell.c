/* SPDX-License-Identifier: Apache-2.0 */
/* tell.c - the words of a message, from tables of two languages.
 *
 * The robot's own title is English. In Chinese the headline of a failing journey is made anew from
 * the message's parts: it is what a locked phone shows. */

#include "reporters/wire/tell.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "base/text.h"
#include "reporters/file/plain.h"
#include "reporters/wire/say.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_HEADLINE = 512, MOST_TITLE = 400, MOST_LISTED = 20 };

const struct word tell_languages[] = {
    {.name = "zh", .value = TELL_ZH, .text = "Chinese"},
    {.name = "en", .value = TELL_EN, .text = "English"},
    {0},
};

struct phrase {
    const char *name;
    const char *in[2]; /* by enum tell_language */
};

static const struct phrase severities[] = {{"critical", {"严重", "critical"}},
                                           {"error", {"错误", "error"}},
                                           {"warning", {"警告", "warning"}},
                                           {"info", {"提示", "info"}},
                                           {NULL, {NULL, NULL}}};
static const struct phrase phases[] = {
    {"dns", {"域名解析", "dns"}},           {"connect", {"建立连接", "connect"}},
    {"tls", {"TLS 握手", "tls"}},           {"send", {"发送请求", "send"}},
    {"wait", {"等待响应", "wait"}},         {"receive", {"接收响应", "receive"}},
    {"act", {"页面操作", "act"}},           {"judge", {"结果判定", "judge"}},
    {"robot", {"巡检机器人自身", "robot"}}, {NULL, {NULL, NULL}}};
static const struct phrase reasons[] = {
    {"timeout", {"超时", "timeout"}},
    {"refused", {"连接被拒绝", "refused"}},
    {"unreachable", {"网络不可达", "unreachable"}},
    {"reset", {"连接被重置", "reset"}},
    {"closed", {"连接被关闭", "closed"}},
    {"unresolved", {"域名无法解析", "unresolved"}},
    {"tls_verify", {"证书校验失败", "tls_verify"}},
    {"tls", {"TLS 错误", "tls"}},
    {"protocol", {"协议错误", "protocol"}},
    {"limit", {"超出限制", "limit"}},
    {"redirect", {"重定向错误", "redirect"}},
    {"status", {"状态码不符", "status"}},
    {"assertion", {"断言不通过", "assertion"}},
    {"capture", {"取值失败", "capture"}},
    {"repeat", {"轮询未达成", "repeat"}},
    {"budget", {"超出耗时预算", "budget"}},
    {"element", {"页面元素缺失或无法操作", "element"}},
    {"frozen", {"页面卡死", "frozen"}},
    {"crashed", {"页面崩溃", "crashed"}},
    {"dead_click", {"点击无反应", "dead_click"}},
    {"blank", {"页面空白", "blank"}},
    {"blemish", {"图片或文字异常", "blemish"}},
    {"loop", {"提交后回到同一页面", "loop"}},
    {"resource", {"页面资源加载失败", "resource"}},
    {"script", {"页面脚本出错", "script"}},
    {"stutter", {"页面滑动卡顿", "stutter"}},
    {"not_evaluated", {"该浏览器无法观测", "not_evaluated"}},
    {NULL, {NULL, NULL}}};
static const struct phrase rules[] = {
    {"latency", {"变慢", "slower than usual"}},
    {"certificate", {"证书即将到期", "certificate ends soon"}},
    {"connectivity", {"巡检机器人网络中断", "robot cut off"}},
    {"store", {"巡检存储故障", "store failing"}},
    {"missed", {"未能按时巡检", "runs missed"}},
    {"test", {"通道测试，没有故障", "test"}},
    {NULL, {NULL, NULL}}};
static const struct phrase whys[] = {
    {"well again", {"恢复正常", "well again"}},
    {"no longer in the configuration",
     {"旅程已从配置中移除", "no longer in the configuration"}},
    {"no longer flapping", {"不再时好时坏", "no longer flapping"}},
    {"renewed", {"证书已更新", "renewed"}},
    {"as fast as usual again", {"速度恢复正常", "as fast as usual again"}},
    {"the robot works again", {"巡检机器人恢复正常", "the robot works again"}},
    {NULL, {NULL, NULL}}};
static const struct phrase kinds[MESSAGE_KIND_COUNT] = {
    [MESSAGE_TRIGGER] = {"trigger", {"【故障】", "[FIRING]"}},
    [MESSAGE_UPDATE] = {"update", {"【故障更新】", "[UPDATE]"}},
    [MESSAGE_REMIND] = {"remind", {"【仍未恢复】", "[STILL FIRING]"}},
    [MESSAGE_RENEW] = {"renew", {"【故障】", "[FIRING]"}},
    [MESSAGE_ACKNOWLEDGE] = {"acknowledge", {"【已认领】", "[ACKNOWLEDGED]"}},
    [MESSAGE_RESOLVE] = {"resolve", {"【已恢复】", "[RESOLVED]"}},
    [MESSAGE_TEST] = {"test", {"【测试】", "[TEST]"}},
};

/* What a newer robot says that this one has no word for stands as it is. */
static const char *in_words(const struct phrase *phrases, const char *name,
                            enum tell_language language)
{
    for (const struct phrase *p = phrases; p->name != NULL; p++)
        if (strcmp(p->name, name) == 0)
            return p->in[language];
    return name;
}

/* Lines are joined: a value must not begin a line, where chats look for markup. */
static const char *one_line(struct arena *arena, const char *string, size_t most)
{
    struct buffer joined, plain;
    buffer_init(&joined, SAY_MOST_BODY);
    buffer_init(&plain, SAY_MOST_BODY);
    for (const char *at = string; *at != '\0';) {
        size_t length = strcspn(at, "\r\n");
        if (length > 0 && joined.length > 0)
            buffer_add_string(&joined, "; ");
        buffer_add(&joined, at, length);
        at += length + strspn(at + length, "\r\n");
    }
    plain_put(buffer_text(&joined), &plain);
    const char *line = say_cut(arena, text_string(arena, buffer_text(&plain)), most);
    buffer_done(&joined);
    buffer_done(&plain);
    return line;
}

static const char *joined(struct arena *arena, const char *a, const char *between,
                          const char *b)
{
    return arena_printf(arena, "%s%s%s", a, a[0] != '\0' && b[0] != '\0' ? between : "", b);
}

/* --- headline -------------------------------------------------------------------------------- */

/* "（等待响应：超时）" */
static const char *how_in_chinese(struct arena *arena, const struct message *m)
{
    const char *phase = in_words(phases, m->phase, TELL_ZH);
    const char *reason = in_words(reasons, m->reason, TELL_ZH);
    const char *between = phase[0] == '\0' || reason[0] == '\0' ? "" : "：";
    if (phase[0] == '\0' && reason[0] == '\0')
        return "";
    return arena_printf(arena, "（%s%s%s）", phase, between, reason);
}

static size_t journeys_of(const struct message *m)
{
    size_t count = 0;
    while (m->journeys != NULL && m->journeys[count] != NULL)
        count++;
    return count;
}

static const char *subject_of(const struct message *m)
{
    return m->journey_title[0] != '\0' ? m->journey_title : m->journey;
}

static const char *title_in_chinese(struct arena *arena, const struct message *m)
{
    const char *rule = in_words(rules, m->rule, TELL_ZH), *colon = subject_of(m)[0] ? "：" : "";
    const char *place = joined(arena, m->host, " ", m->endpoint);
    size_t journeys = journeys_of(m);
    if (strcmp(m->rule, "journey") != 0)
        return arena_printf(arena, "%s%s%s", subject_of(m), colon, rule);
    if (m->kind == MESSAGE_RESOLVE)
        return journeys > 1 ? arena_printf(arena, "%s 等 %zu 条旅程", subject_of(m), journeys)
                            : subject_of(m);
    if (journeys > 1)
        return arena_printf(arena, "%zu 条旅程%s%s失败%s", journeys,
                            place[0] != '\0' ? "在 " : "",
                            place[0] != '\0' ? arena_printf(arena, "%s ", place) : "",
                            how_in_chinese(arena, m));
    const char *fails = m->flapping != 0 ? "时好时坏" : "失败";
    if (m->step[0] == '\0')
        return arena_printf(arena, "%s %s%s", subject_of(m), fails, how_in_chinese(arena, m));
    return arena_printf(arena, "%s 在步骤 %s %s%s", subject_of(m), m->step, fails,
                        how_in_chinese(arena, m));
}

static const char *headline_of(struct arena *arena, const struct message *m,
                               enum tell_language in)
{
    const char *title =
        in == TELL_ZH && m->rule[0] != '\0' ? title_in_chinese(arena, m) : m->title;
    const char *severity = in_words(severities, m->severity, in);
    bool graded = severity[0] != '\0' && m->kind != MESSAGE_RESOLVE && m->kind != MESSAGE_TEST;
    must((unsigned)m->kind < MESSAGE_KIND_COUNT);
    return one_line(arena,
                    arena_printf(arena, "%s%s%s%s%s", kinds[m->kind].in[in],
                                 in == TELL_ZH ? "" : " ", graded ? severity : "",
                                 !graded         ? ""
                                 : in == TELL_ZH ? " · "
                                                 : ": ",
                                 title),
                    MOST_HEADLINE);
}

/* --- facts ----------------------------------------------------------------------------------- */

static void add(struct arena *arena, struct told_message *told, const char *label,
                const char *value)
{
    must(told->count < TELL_MOST_FACTS);
    if (value[0] != '\0')
        told->facts[told->count++] = (struct tell_fact){
            .label = label, .value = one_line(arena, value, TELL_MOST_VALUE)};
}

/* Beijing's clock for Chinese, which knows no summer time; UTC for all others. */
static const char *moment(struct arena *arena, int64_t utc_ns, enum tell_language in)
{
    static const int64_t china_ns = INT64_C(8) * 3600 * 1000000000;
    if (utc_ns == 0)
        return "";
    const char *utc = say_utc(arena, utc_ns + (in == TELL_ZH ? china_ns : 0));
    return arena_printf(arena, "%.10s %.8s %s", utc, utc + 11,
                        in == TELL_ZH ? "+08:00" : "UTC");
}

static const char *lasted(struct arena *arena, const struct message *m, enum tell_language in,
                          int64_t now_utc_ns)
{
    int64_t end = m->ended_utc_ns != 0 ? m->ended_utc_ns : now_utc_ns;
    int64_t s = end > m->started_utc_ns ? (end - m->started_utc_ns) / 1000000000 : 0;
    if (m->started_utc_ns == 0)
        return "";
    if (in == TELL_EN)
        return say_lasted(arena, m, now_utc_ns);
    if (s < 60)
        return arena_printf(arena, "%" PRId64 " 秒", s);
    if (s < 3600)
        return arena_printf(arena, "%" PRId64 " 分 %" PRId64 " 秒", s / 60, s % 60);
    if (s < 86400)
        return arena_printf(arena, "%" PRId64 " 小时 %" PRId64 " 分", s / 3600, s / 60 % 60);
    return arena_printf(arena, "%" PRId64 " 天 %" PRId64 " 小时", s / 86400, s / 3600 % 24);
}

static const char *all_journeys(struct arena *arena, const struct message *m)
{
    const char *all = "";
    size_t count = journeys_of(m);
    for (size_t i = 0; i < count && i < MOST_LISTED; i++)
        all = joined(arena, all, ", ", m->journeys[i]);
    return count > MOST_LISTED ? arena_printf(arena, "%s, +%zu", all, count - MOST_LISTED)
                               : all;
}

static const char *journey_words(struct arena *arena, const struct message *m)
{
    if (journeys_of(m) > 1)
        return all_journeys(arena, m);
    if (m->journey_title[0] == '\0' || strcmp(m->journey_title, m->journey) == 0)
        return m->journey;
    return arena_printf(arena, "%s (%s)", m->journey_title, m->journey);
}

/* Where it broke, most wanted first: what does not fit into a service's limit is cut from the end. */
static void add_place(struct arena *arena, const struct message *m, enum tell_language in,
                      struct told_message *ret)
{
    bool zh = in == TELL_ZH;
    const char *phase = in_words(phases, m->phase, in),
               *reason = in_words(reasons, m->reason, in);
    add(arena, ret, zh ? "断点" : "Breakpoint",
        joined(arena, joined(arena, m->step, " · ", phase), " · ", reason));
    add(arena, ret, zh ? "详情" : "Details", m->text);
    add(arena, ret, zh ? "位置" : "Place", joined(arena, m->host, " ", m->endpoint));
    add(arena, ret, zh ? "变化" : "Changed", m->changed);
}

static void add_history(struct arena *arena, const struct message *m, enum tell_language in,
                        int64_t now_utc_ns, struct told_message *ret)
{
    bool zh = in == TELL_ZH;
    add(arena, ret, zh ? "开始" : "Since", moment(arena, m->started_utc_ns, in));
    add(arena, ret, zh ? "恢复" : "Until", moment(arena, m->ended_utc_ns, in));
    add(arena, ret, zh ? "持续" : "Lasted", lasted(arena, m, in, now_utc_ns));
    if (m->failures > 0)
        add(arena, ret, zh ? "失败次数" : "Failing runs",
            arena_printf(arena, "%" PRId64, m->failures));
    add(arena, ret, zh ? "运行" : "Runs",
        strcmp(m->first_run, m->last_run) == 0
            ? m->first_run
            : joined(arena, m->first_run, " … ", m->last_run));
    add(arena, ret, zh ? "负责人" : "Owner", m->owner);
}

/* Other schemes have no business in a chat; spaces and brackets would end the link early. */
static const char *safe_link(struct arena *arena, const char *link)
{
    bool web = strncmp(link, "http://", 7) == 0 || strncmp(link, "https://", 8) == 0;
    if (!web || strlen(link) > TELL_MOST_LINK)
        return "";
    for (const unsigned char *at = (const unsigned char *)link; *at != '\0'; at++)
        if (*at <= ' ' || *at >= 0x7f || strchr("()<>[]|\"'`\\", *at) != NULL)
            return "";
    return arena_strdup(arena, link);
}

void tell(struct arena *arena, const struct message *m, enum tell_language in,
          int64_t now_utc_ns, struct told_message *ret)
{
    bool zh = in == TELL_ZH;
    *ret = (struct told_message){.headline = headline_of(arena, m, in),
                                 .link = safe_link(arena, m->link),
                                 .runbook = safe_link(arena, m->runbook),
                                 .link_label = zh ? "查看详情" : "Open in xunjian",
                                 .runbook_label = zh ? "处理手册" : "Runbook"};
    add(arena, ret, zh ? "旅程" : "Journey", journey_words(arena, m));
    add(arena, ret, zh ? "环境" : "Environment",
        joined(arena, m->environment, " @ ", m->location));
    bool told = strstr(ret->headline, m->title) != NULL; /* English headlines are the title */
    if (strcmp(m->rule, "journey") != 0 && strcmp(m->rule, "test") != 0 && !told)
        add(arena, ret, zh ? "摘要" : "Summary", m->title);
    if (m->kind == MESSAGE_RESOLVE)
        add(arena, ret, zh ? "原因" : "Why", m->why != NULL ? in_words(whys, m->why, in) : "");
    else
        add_place(arena, m, in, ret);
    add_history(arena, m, in, now_utc_ns, ret);
}

bool tell_calls(const struct message *message)
{
    return message->kind != MESSAGE_RESOLVE && message->kind != MESSAGE_RENEW &&
           message->kind != MESSAGE_ACKNOWLEDGE;
}
