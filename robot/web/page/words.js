// SPDX-License-Identifier: Apache-2.0
// words.js - two languages in one table, so that neither can be forgotten; numbers and times in words.

const words = {
    app: ['xunjian', '巡检'],
    overview: ['Overview', '总览'],
    incidents: ['Incidents', '告警事件'],
    maintenance: ['Maintenance', '维护窗口'],
    skip: ['Skip to content', '跳到正文'],
    live: ['live', '实时'],
    away: ['The robot does not answer. Trying again…', '连不上巡检机器人，正在重试……'],
    away_short: ['no connection', '未连接'],
    theme: ['Colours', '配色'],
    theme_auto: ['auto', '自动'],
    theme_light: ['light', '浅色'],
    theme_dark: ['dark', '深色'],
    language: ['中文', 'English'],
    language_label: ['切换到中文', 'Switch to English'],
    log_out: ['Log out', '退出'],
    navigation: ['Main', '主导航'],
    keys: ['Keyboard', '快捷键'],
    keys_on: ['Use single keys', '启用单键快捷键'],
    key_next: ['the next one', '下一项'],
    key_before: ['the one before', '上一项'],
    key_open: ['open it', '打开'],
    key_search: ['search', '搜索'],
    key_run: ['run the journey now', '立即运行这个旅程'],
    key_acknowledge: ['acknowledge the incident', '认领告警事件'],
    key_note: ['add a note to it', '添加备注'],
    key_mute: ['mute its journeys', '静默相关旅程'],
    key_help: ['these keys', '显示快捷键'],
    key_close: ['close, leave a field', '关闭、离开输入框'],
    close: ['Close', '关闭'],
    loading: ['Loading…', '加载中……'],
    error: ['This could not be loaded', '加载失败'],
    retry: ['Try again', '重试'],
    not_found: ['There is no such page', '没有这个页面'],
    back: ['Back to the overview', '返回总览'],

    ok: ['ok', '正常'],
    failing: ['failing', '疑似故障'],
    firing: ['firing', '告警中'],
    flapping: ['flapping', '时好时坏'],
    muted: ['muted', '已静默'],
    held: ['held back', '暂缓告警'],
    unknown: ['no data', '暂无数据'],
    all: ['all', '全部'],
    pass: ['pass', '通过'],
    degraded: ['degraded', '降级'],
    fail: ['fail', '失败'],
    internal: ['internal', '机器人故障'],
    skipped: ['skipped', '跳过'],
    'skipped_an earlier step failed': ['an earlier step failed', '前面的步骤失败'],
    'skipped_only_if does not hold': ['only_if does not hold', 'only_if 条件不成立'],
    'skipped_skip_if holds': ['skip_if holds', 'skip_if 条件成立'],
    'skipped_the run was cancelled': ['the run was cancelled', '运行被取消'],

    search: ['Search', '搜索'],
    search_hint: ['journey, title, tag, owner…', '旅程、标题、标签、负责人……'],
    environment: ['Environment', '环境'],
    any_environment: ['all environments', '全部环境'],
    state: ['State', '状态'],
    journey: ['Journey', '用户旅程'],
    last_runs: ['Last runs', '最近运行'],
    p95: ['p95', 'p95'],
    p50: ['p50', 'p50'],
    uptime: ['Uptime 24 h', '24 小时可用率'],
    last_run: ['Last run', '上次运行'],
    next_run: ['next {0}', '下次 {0}'],
    running: ['running now', '正在运行'],
    never: ['never yet', '尚未运行'],
    other_business: ['Other', '其他'],
    no_monitors: ['No journeys are scheduled', '没有已安排的用户旅程'],
    no_monitors_text: ['Put journeys into the folders that xunjian.yaml names under scenarios.',
        '请把旅程文件放到 xunjian.yaml 的 scenarios 所列目录中。'],
    no_match: ['Nothing matches this filter.', '没有符合筛选条件的旅程。'],
    clear_filter: ['Clear the filter', '清除筛选'],
    journeys_1: ['1 journey', '1 个旅程'],
    journeys_n: ['{0} journeys', '{0} 个旅程'],
    stopped_at: ['stopped at {0}: {1}', '停在「{0}」：{1}'],

    graph: ['Page graph', '页面图'],
    page: ['Page', '页面'],
    page_ok: ['ok', '正常'],
    page_degraded: ['degraded', '降级'],
    page_fail: ['failing', '故障'],
    page_unknown: ['not reached', '未到达'],
    page_not_covered: ['not covered', '未覆盖'],
    page_unknown_text: ['A journey comes here, but its newest run stopped before it did, or none has run yet.',
        '有旅程经过这个页面，但最近一次运行在到达之前就停了，或者还没有运行过。'],
    page_not_covered_text: ['No journey comes here: nobody would notice if this page broke.',
        '没有旅程经过这个页面：它坏了也没有人会知道。'],
    page_title: ['Title', '标题'],
    route: ['Route', '路由'],
    example: ['Seen at', '地址示例'],
    seen_problem: ['When the map was drawn: {0}', '绘制页面图时发现：{0}'],
    come_here: ['Journeys that come here', '经过这里的旅程'],
    come_last: ['last came', '最近到达：'],
    come_stopped: ['the newest run stopped before; last came', '最近一次运行没有走到这里；上次到达：'],
    come_planned: ['means to come here; no run has been measured yet', '计划经过这里，尚无运行数据'],
    run_all_now: ['Run them all now', '立即运行全部'],
    way_here: ['How to get here', '到达路径'],
    way_link: ['follow “{0}”', '点链接「{0}」'],
    way_button: ['press “{0}”', '点按钮「{0}」'],
    way_redirect: ['is sent on', '自动跳转'],
    way_none: ['Nothing on the map leads here from its start.', '图上没有从起点到这里的路径。'],
    way_start: ['The map begins here.', '这里就是起点。'],
    graph_search: ['page, route, journey…', '页面、路由、旅程……'],
    found_n: ['{0} found', '找到 {0} 个'],
    graph_keys: ['Drag to move, wheel or two fingers to zoom. By keys: arrows go from page to page, Enter opens one, + − 0 zoom, Shift and arrows move.',
        '拖动可移动，滚轮或双指可缩放。键盘：方向键在页面间移动，回车打开，+ − 0 缩放，Shift 加方向键移动画面。'],
    graph_list: ['All pages as a list', '全部页面列表'],
    zoom_in: ['Nearer', '放大'],
    zoom_out: ['Farther', '缩小'],
    zoom_fit: ['The whole map', '全图'],
    no_map: ['This robot has no map of the app', '还没有这个应用的页面图'],
    no_map_text: ['xunjian crawl draws one; the key graph of xunjian.yaml names its file.',
        '用 xunjian crawl 绘制，再在 xunjian.yaml 的 graph 里写上文件名。'],

    owner: ['Owner', '负责人'],
    schedule: ['Schedule', '计划'],
    severity: ['Severity', '级别'],
    business: ['Business', '业务线'],
    run_now: ['Run now', '立即运行'],
    run_started: ['A run was started.', '已开始运行。'],
    period: ['Period', '时间范围'],
    hours_3: ['3 hours', '3 小时'],
    hours_24: ['24 hours', '24 小时'],
    hours_168: ['7 days', '7 天'],
    latency: ['Latency', '耗时'],
    latency_of: ['Latency of', '耗时：'],
    whole_journey: ['the whole journey', '整个旅程'],
    phases: ['Phase split (p50)', '阶段拆分（p50）'],
    phases_none: ['No phases were measured.', '没有阶段数据。'],
    each_step: ['Each step (p50)', '各步骤耗时（p50）'],
    time: ['Time', '时间'],
    funnel: ['Funnel', '漏斗'],
    funnel_text: ['Runs that passed each step; the thin bar is the same time the day before.',
        '每一步通过的运行数；细条为前一天同一时段。'],
    step: ['Step', '步骤'],
    reached: ['reached', '到达'],
    passed: ['passed', '通过'],
    share: ['of all', '占比'],
    day_before: ['day before', '前一天'],
    change: ['change', '变化'],
    points: ['{0} pts', '{0} 个百分点'],
    breakpoints: ['Where it breaks', '断点'],
    no_breakpoints: ['Nothing broke in this period.', '这段时间没有中断。'],
    phase: ['Phase', '阶段'],
    reason: ['Reason', '原因'],
    message: ['Message', '说明'],
    count: ['Count', '次数'],
    last: ['Last', '最近一次'],
    variants: ['Variants side by side', '变体对比'],
    variant: ['Variant', '变体'],
    no_variants: ['This journey has no variants.', '这个旅程没有变体。'],
    runs: ['Runs', '运行次数'],
    recent_runs: ['Recent runs', '最近的运行'],
    no_runs: ['No runs in this period.', '这段时间没有运行。'],
    more: ['Show older', '显示更早的'],
    good: ['Good', '成功率'],
    no_latency: ['No measurements in this period.', '这段时间没有测量数据。'],
    started: ['Started', '开始时间'],
    duration: ['Duration', '耗时'],
    verdict: ['Verdict', '结论'],
    cause: ['Started by', '触发方式'],
    cause_schedule: ['schedule', '计划'],
    cause_retest: ['retest', '复测'],
    cause_by_hand: ['by hand', '手动'],
    cause_probe: ['probe', '探测'],

    run: ['Run', '运行'],
    run_id: ['Run id', '运行编号'],
    copy: ['Copy', '复制'],
    copied: ['Copied.', '已复制。'], copy_refused: ['the browser does not let pages copy: it is selected, press Ctrl+C', '浏览器不允许网页复制：已为您选中，请按 Ctrl+C'],
    location: ['Location', '巡检点'],
    went_well: ['Every step passed.', '每一步都通过了。'],
    broke: ['It stopped at “{0}”, in phase {1}: {2}.', '停在「{0}」，阶段：{1}，原因：{2}。'],
    timeline: ['Time line', '时间线'],
    timeline_text: ['Every attempt from the start of the run; colours are phases.',
        '从运行开始算起的每一次尝试，颜色表示阶段。'],
    rest: ['the page itself', '页面自身'],
    steps: ['Steps', '步骤'],
    attempt_n: ['attempt {0}', '第 {0} 次尝试'],
    attempts_n: ['{0} attempts', '{0} 次尝试'],
    findings: ['Checks', '检查结果'],
    expected: ['expected', '期望'],
    actual: ['actual', '实际'],
    soft: ['soft', '软断言'],
    actions: ['What was done', '操作'],
    no_effect: ['nothing changed', '没有任何变化'],
    fcp: ['First paint with content', '首次内容绘制'],
    lcp: ['Largest paint', '最大内容绘制'],
    loaded: ['Loaded', '加载完成'],
    interaction: ['Slowest interaction', '最慢的交互'],
    blocked: ['Main thread blocked', '主线程阻塞'],
    layout_shift: ['Layout shift', '布局偏移'],
    frame_rate: ['Frames while scrolled', '滑动帧率'],
    stall: ['Longest standstill while scrolled', '滑动最长停顿'],
    messages_n: ['WebSocket: {0} sent, {1} received', 'WebSocket：发送 {0}，接收 {1}'],
    picture_of: ['The page: {0} {1}', '页面画面：{0} {1}'],
    console: ['What the page said', '页面输出'],
    requests_n: ['{0} other requests, which came', '其他 {0} 个正常的请求'],
    captures: ['Captured', '提取的值'],
    request: ['Request', '请求'],
    answer: ['Answer', '响应'],
    no_answer: ['no answer', '没有响应'],
    headers_n: ['{0} headers', '{0} 个头部'],
    body: ['body', '正文'],
    cut: ['cut here; there was more', '此处截断，后面还有内容'],
    no_evidence: ['Evidence of this run is no longer kept, or never was: only its steps.',
        '这次运行的证据没有保存或已过期，只剩步骤数据。'],
    clean_up: ['clean-up', '清理步骤'],
    uncertain: ['± {0}', '± {0}'],
    download: ['Download as JSON', '下载 JSON'],
    fault: ['Fault', '故障'],

    no_incidents: ['No incidents', '没有告警事件'],
    no_incidents_text: ['Nothing has been firing for as long as incidents are kept.', '在保存期内没有发生过告警。'],
    none_open: ['Nothing is firing now.', '目前没有告警。'],
    past: ['Past', '已恢复'],
    acknowledge: ['Acknowledge', '认领'],
    note: ['Note', '备注'],
    add_note: ['Add a note', '添加备注'],
    mute: ['Mute', '静默'],
    your_name: ['Your name', '你的名字'],
    text: ['Text', '内容'],
    optional: ['optional', '可不填'],
    send: ['Send', '提交'],
    cancel: ['Cancel', '取消'],
    lasted: ['lasted {0}', '持续 {0}'],
    for_how_long: ['for {0}', '已持续 {0}'],
    first_run: ['first failing run', '首次失败的运行'],
    last_bad_run: ['last failing run', '最近失败的运行'],
    place: ['Place', '故障位置'],
    runbook: ['Runbook', '处置手册'],
    events: ['What happened', '经过'],
    changed: ['Changed since the last good run', '与上次正常运行相比的变化'],
    acknowledged: ['Acknowledged', '认领人'],
    failures: ['Failing runs', '失败次数'],
    rule: ['About', '类型'],
    closed: ['recovered', '已恢复'],
    rule_journey: ['a journey fails', '旅程失败'],
    rule_latency: ['slower than its own normal', '比平时慢'],
    rule_certificate: ['a certificate ends soon', '证书即将到期'],
    rule_connectivity: ['the robot is cut off', '机器人自身断网'],
    rule_internal: ['the robot itself fails', '机器人自身故障'],
    severity_critical: ['critical', '严重'],
    severity_error: ['error', '错误'],
    severity_warning: ['warning', '警告'],
    severity_info: ['info', '提示'],
    event_opened: ['opened', '触发'],
    event_joined: ['joined', '又一旅程受影响'],
    event_left: ['left', '一个旅程恢复'],
    event_moved: ['moved', '故障位置变化'],
    event_reminded: ['reminded', '再次提醒'],
    event_flapping: ['flapping', '时好时坏'],
    event_calm: ['calm', '趋于稳定'],
    event_severity: ['severity', '级别变化'],
    event_acknowledged: ['acknowledged', '已认领'],
    event_noted: ['noted', '备注'],
    event_muted: ['muted', '已静默'],
    event_closed: ['closed', '恢复'],
    done: ['Done.', '已完成。'],
    mute_for: ['Mute for', '静默时长'],
    minutes_30: ['30 minutes', '30 分钟'],
    hours_1: ['1 hour', '1 小时'],
    hours_2: ['2 hours', '2 小时'],
    hours_8: ['8 hours', '8 小时'],
    days_1: ['1 day', '1 天'],
    days_7: ['7 days', '7 天'],

    maintenance_text: ['Journeys keep running; only alerts are silent. What still fails at the end is told then.',
        '旅程照常运行，只是不发告警；窗口结束时仍失败的会在那时告警。'],
    no_mutes: ['No windows are set', '没有维护窗口'],
    no_mutes_text: ['Add one before a planned change.', '计划变更之前可以在这里添加。'],
    add_window: ['Add a window', '添加窗口'],
    window: ['Window', '窗口'],
    which: ['For', '范围'],
    from: ['From', '开始'],
    to: ['To', '结束'],
    who: ['By', '设置人'],
    why: ['Why', '原因'],
    configured: ['the configuration', '配置文件'],
    remove: ['Remove', '移除'],
    everything: ['everything', '全部'],
    which_journeys: ['Journeys (none: all)', '旅程（不选则为全部）'],
    which_environments: ['Environments (none: all)', '环境（不选则为全部）'],
    tags: ['Tags', '标签'],
    tags_hint: ['separated by commas; none: all', '用逗号分隔，不填则为全部'],
    from_hint: ['now, when left empty', '不填则为现在'],
    active: ['active', '生效中'],
    coming: ['to come', '未开始'],
    over: ['over', '已结束'],
    confirm_everything: ['Nothing is chosen: mute every journey?', '没有选择范围：要静默所有旅程吗？'],
    confirm_remove: ['Remove this window? Alerts speak again at once.', '移除这个窗口？告警会立即恢复。'],

    ago_s: ['{0} s ago', '{0} 秒前'],
    ago_m: ['{0} min ago', '{0} 分钟前'],
    ago_h: ['{0} h ago', '{0} 小时前'],
    ago_d: ['{0} d ago', '{0} 天前'],
    in_s: ['in {0} s', '{0} 秒后'],
    in_m: ['in {0} min', '{0} 分钟后'],
    in_h: ['in {0} h', '{0} 小时后'],
    in_d: ['in {0} d', '{0} 天后'],
    u_ms: ['{0} ms', '{0} 毫秒'],
    u_s: ['{0} s', '{0} 秒'],
    u_m: ['{0} min', '{0} 分'],
    u_h: ['{0} h', '{0} 小时'],
    u_d: ['{0} d', '{0} 天'],

    phase_dns: ['dns', '域名解析'], phase_connect: ['connect', '建立连接'], phase_tls: ['tls', 'TLS 握手'],
    phase_send: ['send', '发送'], phase_wait: ['wait', '等待首字节'], phase_receive: ['receive', '接收'],
    phase_act: ['act', '页面操作'], phase_judge: ['judge', '判定'], phase_robot: ['robot', '机器人自身'],
    reason_timeout: ['a deadline passed', '超时'],
    reason_refused: ['the connection was refused', '连接被拒绝'],
    reason_unreachable: ['there is no way to the host', '网络不可达'],
    reason_reset: ['the peer reset the connection', '连接被对端重置'],
    reason_closed: ['the peer closed the connection too early', '连接被对端提前关闭'],
    reason_unresolved: ['the name could not be resolved', '域名无法解析'],
    reason_tls_verify: ['the certificate cannot be trusted', '证书不可信'],
    reason_tls: ['the TLS handshake failed', 'TLS 握手失败'],
    reason_protocol: ['the answer was malformed', '响应格式错误'],
    reason_limit: ['a limit was crossed', '超出限制'],
    reason_redirect: ['a redirect could not be followed', '重定向无法继续'],
    reason_status: ['the status was not as expected', '状态码不符合期望'],
    reason_assertion: ['an assertion does not hold', '断言不成立'],
    reason_capture: ['a capture found nothing', '提取不到所需的值'],
    reason_repeat: ['what was waited for never came', '等待的结果始终没有出现'],
    reason_budget: ['it took longer than its budget', '超出耗时预算'],
    reason_element: ['an element is missing or cannot be used', '页面元素缺失或无法操作'],
    reason_frozen: ['the page does not respond', '页面卡死'],
    reason_crashed: ['the page crashed', '页面崩溃'],
    reason_dead_click: ['nothing came of a click', '点击没有反应'],
    reason_blank: ['the page is blank', '页面空白'],
    reason_blemish: ['a picture or text is not as it should be', '图片或文字显示异常'],
    reason_loop: ['the same page comes back again and again', '同一页面反复出现'],
    reason_resource: ['a part of the page could not be loaded', '页面资源加载失败'],
    reason_script: ['a script of the page failed', '页面脚本出错'],
    reason_blank: ['there is nothing to see on the page', '页面空白'],
    reason_blemish: ['a picture or text is not as it should be', '图片或文字异常'],
    reason_loop: ['a form was sent and the same page came again', '提交后回到同一页面'],
    reason_resource: ['something the page needs did not load', '页面资源加载失败'],
    reason_script: ['a script of the page failed', '页面脚本出错'],
    reason_stutter: ['the page stutters when it is scrolled', '页面滑动卡顿'],
    reason_not_evaluated: ['this browser does not show what is asked about', '该浏览器无法观测'],
    reason_cancelled: ['the robot was asked to stop', '机器人被要求停止'],
    reason_template: ['a template could not be evaluated', '模板无法求值'],
    reason_robot: ['the robot’s own machine failed', '机器人所在机器出错'],
};

const KEY = 'xunjian-language';
let at = pick();

function pick() {
    const kept = localStorage.getItem(KEY);
    if (kept === 'en' || kept === 'zh') return kept === 'zh' ? 1 : 0;
    return (navigator.languages || [navigator.language]).find((l) => /^(zh|en)/i.test(l))?.startsWith('zh') ? 1 : 0;
}

export function t(key, ...values) {
    const word = words[key];
    if (!word) return key;
    return word[at].replace(/\{(\d)\}/g, (_, n) => values[n]);
}

// The word for a name that comes from the robot; the name itself when it is a new one.
export const named = (family, name) => (words[family + name] ? t(family + name) : name || '');
export const language = () => (at === 1 ? 'zh-CN' : 'en');
export const has = (key) => key in words;

export function switchLanguage() {
    at = 1 - at;
    localStorage.setItem(KEY, at === 1 ? 'zh' : 'en');
}

// To make a formatter costs a hundred times what it costs to use one.
const formatters = new Map();

function formatter(kind, options) {
    const key = `${language()} ${JSON.stringify(options)}`;
    if (!formatters.has(key)) formatters.set(key, new kind(language(), options));
    return formatters.get(key);
}

const number = (value, digits) => formatter(Intl.NumberFormat, { maximumFractionDigits: digits }).format(value);

export function ms(value) {
    if (value === null || value === undefined || value < 0) return '–';
    if (value < 10) return t('u_ms', number(value, value < 1 ? 2 : 1));
    if (value < 1000) return t('u_ms', number(value, 0));
    if (value < 120000) return t('u_s', number(value / 1000, 2));
    return span(value);
}

// How long, coarsely: "3 min", "2 h".
export function span(milliseconds) {
    const s = Math.max(0, Math.round(milliseconds / 1000));
    if (s < 120) return t('u_s', s);
    if (s < 7200) return t('u_m', Math.round(s / 60));
    if (s < 172800) return t('u_h', number(s / 3600, 1));
    return t('u_d', number(s / 86400, 1));
}

// "for 3 min", from then to now.
export const since = (then) => t('for_how_long', span(Date.now() - then));

// `coming`: what is due and late is due now.
export function ago(then, coming = false) {
    const s = Math.round((Date.now() - then) / 1000);
    const way = s < 0 || coming ? 'in_' : 'ago_';
    const size = coming ? Math.max(0, -s) : Math.abs(s);
    if (size < 90) return t(`${way}s`, size);
    if (size < 5400) return t(`${way}m`, Math.round(size / 60));
    if (size < 129600) return t(`${way}h`, Math.round(size / 3600));
    return t(`${way}d`, Math.round(size / 86400));
}

export function moment(value) {
    return formatter(Intl.DateTimeFormat, { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
        second: '2-digit', hour12: false }).format(new Date(value));
}

// Never rounds a failure away: 99.996 % is not 100 %.
export function percent(part, whole) {
    if (!whole) return '–';
    const value = (part / whole) * 100;
    const shown = Math.floor(value * 100) / 100;
    return `${number(part === whole ? 100 : shown, 2)} %`;
}

export const count = (value) => number(value, 0);
