/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - two languages in one table, so that neither can be forgotten. */

#include "reporters/file/html/words.h"
#include "base/must.h"

static const struct word page_words[WORD_COUNT] = {
    [WORD_ACCEPTED] = {"accepted", "已确认"},
    [WORD_ACTUAL] = {"actual", "实际"},
    [WORD_ADDRESS] = {"address", "地址"},
    [WORD_AFTER] = {"after", "操作后"},
    [WORD_ANSWER] = {"answer", "响应"},
    [WORD_BEFORE] = {"before", "操作前"},
    [WORD_BLOCKED] = {"main thread blocked", "主线程阻塞"},
    [WORD_BREAKPOINTS] = {"Where it broke", "断点"},
    [WORD_BYTES] = {"bytes", "字节"},
    [WORD_CAPTURED] = {"captured", "提取值"},
    [WORD_CERTIFICATES] = {"certificate chain", "证书链"},
    [WORD_CLEAN_UP] = {"clean-up", "清理步骤"},
    [WORD_CLEAN_UP_FAILED] = {"Clean-up failed: something may have been left behind.",
                              "清理失败：可能有测试数据残留。"},
    [WORD_CLOSE_ALL] = {"Close all", "全部收起"},
    [WORD_CLS] = {"layout shift (CLS)", "布局偏移 (CLS)"},
    [WORD_COMMAND] = {"command", "命令"},
    [WORD_CONSOLE] = {"console meanwhile", "期间控制台"},
    [WORD_CUT] = {"cut here; there was more", "此处截断，后面还有内容"},
    [WORD_DIALOGS] = {"dialogs", "弹窗"},
    [WORD_DISMISSED] = {"dismissed", "已取消"},
    [WORD_DOCUMENT] = {"The document as it stood (DOM)", "当时的页面文档 (DOM)"},
    [WORD_DROPPED_FRAMES] = {"dropped frames", "掉帧"},
    [WORD_DURATION] = {"wall time", "总耗时"},
    [WORD_EFFECT] = {"effect", "效果"},
    [WORD_ELEMENT] = {"element", "元素"},
    [WORD_ENVIRONMENT] = {"environment", "环境"},
    [WORD_EXPECTED] = {"expected", "期望"},
    [WORD_FCP] = {"first paint with content (FCP)", "首次内容绘制 (FCP)"},
    [WORD_FELT] = {"How the page felt", "页面体验"},
    [WORD_FILE] = {"file", "文件"},
    [WORD_FINGERPRINT] = {"SHA-256", "SHA-256 指纹"},
    [WORD_FIRST_BYTE] = {"first byte", "首字节"},
    [WORD_FRAME_RATE] = {"frames a second while scrolled", "滑动帧率"},
    [WORD_FROM_RUN_TO_RUN] = {"from run to run", "逐次运行"},
    [WORD_FUNNELS] = {"Funnels", "漏斗"},
    [WORD_FUNNELS_TEXT] = {"How many runs got past each step.",
                           "每一步之后还有多少次运行在继续。"},
    [WORD_INTERACTION] = {"slowest interaction", "最慢的交互"},
    [WORD_INTERRUPTED] = {"Interrupted: selected runs that were not begun:",
                          "被中断，已选中但未开始的运行数："},
    [WORD_ISSUER] = {"issuer", "颁发者"},
    [WORD_KEY] = {"key", "密钥"},
    [WORD_LCP] = {"largest paint (LCP)", "最大内容绘制 (LCP)"},
    [WORD_LOADED] = {"loaded", "加载完成"},
    [WORD_LONG_TASKS] = {"Long tasks", "长任务"},
    [WORD_LOST] = {"not in any phase", "未归入任何阶段"},
    [WORD_MEDIAN] = {"median", "中位数"},
    [WORD_MESSAGE] = {"message", "说明"},
    [WORD_MESSAGES] = {"messages", "消息"},
    [WORD_NAMES] = {"names", "域名"},
    [WORD_NETWORK] = {"network meanwhile", "期间网络"},
    [WORD_NO_ANSWER] = {"no answer", "无响应"},
    [WORD_NOTHING_RAN] = {"Nothing ran.", "没有任何运行。"},
    [WORD_NO_EFFECT] = {"nothing changed", "没有任何变化"},
    [WORD_ONE_RUN] = {"run", "次运行"},
    [WORD_ONLY_BROKEN] = {"Only what did not pass", "只看未通过的"},
    [WORD_OPEN_ALL] = {"Open all", "全部展开"},
    [WORD_OWNER] = {"owner", "负责人"},
    [WORD_PASSED_OVER] = {"passed over", "按条件跳过"},
    [WORD_PENDING] = {"under way", "未完成"},
    [WORD_PICTURES_LEFT_OUT] = {"Some pictures were left out of this report.",
                                "部分截图未收入本报告。"},
    [WORD_PLACE] = {"place", "位置"},
    [WORD_REDIRECT] = {"redirects to", "重定向到"},
    [WORD_REPORT] = {"inspection report", "巡检报告"},
    [WORD_REQUEST] = {"request", "请求"},
    [WORD_REQUESTS] = {"requests", "请求数"},
    [WORD_REUSED] = {"reused connection", "复用连接"},
    [WORD_RUN_ID] = {"run id", "运行编号"},
    [WORD_RUNS] = {"Runs", "运行"},
    [WORD_SEED] = {"seed", "随机种子"},
    [WORD_SERIAL] = {"serial", "序列号"},
    [WORD_SIGNATURE] = {"signature", "签名算法"},
    [WORD_SKIP_TO_CONTENT] = {"Skip to the runs", "跳到运行列表"},
    [WORD_SLOWEST] = {"slowest", "最慢"},
    [WORD_SOFT] = {"soft", "软断言"},
    [WORD_SOME_RUNS] = {"runs", "次运行"},
    [WORD_STARTED] = {"started", "开始时间"},
    [WORD_STALL] = {"longest standstill meanwhile", "滑动最长停顿"},
    [WORD_STEP] = {"step", "步骤"},
    [WORD_SUBJECT] = {"subject", "主体"},
    [WORD_SUMMARY] = {"Summary", "概要"},
    [WORD_TLS] = {"TLS", "TLS"},
    [WORD_TOTAL] = {"total", "合计"},
    [WORD_TRACE_ID] = {"trace id", "追踪编号"},
    [WORD_TRANSFERRED] = {"transferred", "传输量"},
    [WORD_TRENDS] = {"Trends of the steps", "步骤耗时趋势"},
    [WORD_TRY] = {"try", "第几次尝试"},
    [WORD_TRIES] = {"tries", "次尝试"},
    [WORD_UNCHANGED] = {"before and after: the same", "操作前后：没有变化"},
    [WORD_VALID] = {"valid", "有效期"},
    [WORD_VERIFY_ERROR] = {"verification failed", "校验失败"},
    [WORD_WATERFALL] = {"Network waterfall", "网络瀑布图"},
};

const struct word *word_of(enum word_name name)
{
    must((unsigned)name < WORD_COUNT);
    return &page_words[name];
}

const struct word *word_of_verdict(enum verdict verdict)
{
    static const struct word words[VERDICT_COUNT] = {
        [VERDICT_PASS] = {"pass", "通过"},
        [VERDICT_DEGRADED] = {"degraded", "降级"},
        [VERDICT_FAIL] = {"fail", "失败"},
        [VERDICT_INTERNAL] = {"internal", "机器人故障"},
        [VERDICT_SKIPPED] = {"skipped", "跳过"},
    };
    must((unsigned)verdict < VERDICT_COUNT);
    return &words[verdict];
}

const struct word *word_of_phase(enum phase phase)
{
    static const struct word words[PHASE_COUNT] = {
        [PHASE_DNS] = {"dns", "域名解析"},       [PHASE_CONNECT] = {"connect", "建立连接"},
        [PHASE_TLS] = {"tls", "TLS 握手"},       [PHASE_SEND] = {"send", "发送"},
        [PHASE_WAIT] = {"wait", "等待首字节"},   [PHASE_RECEIVE] = {"receive", "接收"},
        [PHASE_ACT] = {"act", "页面操作"},       [PHASE_JUDGE] = {"judge", "判定"},
        [PHASE_ROBOT] = {"robot", "机器人自身"},
    };
    must((unsigned)phase < PHASE_COUNT);
    return &words[phase];
}

const struct word *word_of_reason(enum reason reason)
{
    static const struct word words[REASON_COUNT] = {
        [REASON_NONE] = {"nothing is wrong", "没有问题"},
        [REASON_TIMEOUT] = {"a deadline passed", "超时"},
        [REASON_REFUSED] = {"the connection was refused", "连接被拒绝"},
        [REASON_UNREACHABLE] = {"there is no way to the host", "网络不可达"},
        [REASON_RESET] = {"the peer reset the connection", "连接被对端重置"},
        [REASON_CLOSED] = {"the peer closed the connection too early", "连接被对端提前关闭"},
        [REASON_UNRESOLVED] = {"the name could not be resolved", "域名无法解析"},
        [REASON_TLS_VERIFY] = {"the certificate cannot be trusted", "证书不可信"},
        [REASON_TLS] = {"the TLS handshake failed", "TLS 握手失败"},
        [REASON_PROTOCOL] = {"the answer was malformed", "响应格式错误"},
        [REASON_LIMIT] = {"a limit was crossed", "超出限制"},
        [REASON_REDIRECT] = {"a redirect could not be followed", "重定向无法继续"},
        [REASON_STATUS] = {"the status was not as expected", "状态码不符合期望"},
        [REASON_ASSERTION] = {"an assertion does not hold", "断言不成立"},
        [REASON_CAPTURE] = {"a capture found nothing", "提取不到所需的值"},
        [REASON_REPEAT] = {"what was waited for never came", "等待的结果始终没有出现"},
        [REASON_BUDGET] = {"it took longer than its budget", "超出耗时预算"},
        [REASON_ELEMENT] = {"an element is missing or cannot be acted on",
                            "页面元素缺失或无法操作"},
        [REASON_FROZEN] = {"the page is frozen", "页面卡死"},
        [REASON_CRASHED] = {"the page crashed", "页面崩溃"},
        [REASON_DEAD_CLICK] = {"a click did nothing", "点击没有反应"},
        [REASON_BLANK] = {"the page is blank", "页面空白"},
        [REASON_BLEMISH] = {"a picture or text is not as it should be", "图片或文字显示异常"},
        [REASON_LOOP] = {"the same page came again", "提交后又回到同一页面"},
        [REASON_RESOURCE] = {"something the page needs did not come", "页面所需资源加载失败"},
        [REASON_SCRIPT] = {"a script failed", "页面脚本出错"},
        [REASON_STUTTER] = {"the page stutters", "页面滑动卡顿"},
        [REASON_NOT_EVALUATED] = {"this browser does not show it", "该浏览器无法观测"},
        [REASON_CANCELLED] = {"the robot was asked to stop", "机器人被要求停止"},
        [REASON_TEMPLATE] = {"a template could not be evaluated", "模板无法求值"},
        [REASON_ROBOT] = {"the robot's own machine failed", "机器人所在机器出错"},
    };
    must((unsigned)reason < REASON_COUNT);
    return &words[reason];
}
