/* SPDX-License-Identifier: Apache-2.0 */
/* name.c - name(): a Chinese name.
 *
 * Surnames by how common they are, given names of one or two characters drawn one by one: that
 * gives over a million names, so that one found where it should not be is hardly a coincidence. */

#include "base/arena.h"
#include "base/encode.h"
#include "data/argument.h"
#include "data/hazard.h"
#include "data/people/people.h"
#include "data/random.h"

struct surname {
    const char *text, *latin;
    unsigned share; /* people per ten thousand, about */
};

static const struct surname surnames[] = {
    {"王", "wang", 720},   {"李", "li", 718},        {"张", "zhang", 674}, {"刘", "liu", 515},
    {"陈", "chen", 453},   {"杨", "yang", 308},      {"黄", "huang", 222}, {"赵", "zhao", 205},
    {"吴", "wu", 200},     {"周", "zhou", 190},      {"徐", "xu", 145},    {"孙", "sun", 138},
    {"马", "ma", 129},     {"朱", "zhu", 126},       {"胡", "hu", 116},    {"郭", "guo", 115},
    {"何", "he", 106},     {"林", "lin", 102},       {"高", "gao", 99},    {"罗", "luo", 95},
    {"郑", "zheng", 93},   {"梁", "liang", 86},      {"谢", "xie", 76},    {"宋", "song", 69},
    {"唐", "tang", 68},    {"许", "xu", 66},         {"韩", "han", 65},    {"邓", "deng", 64},
    {"冯", "feng", 63},    {"曹", "cao", 60},        {"彭", "peng", 58},   {"曾", "zeng", 57},
    {"肖", "xiao", 56},    {"田", "tian", 55},       {"董", "dong", 54},   {"潘", "pan", 53},
    {"袁", "yuan", 52},    {"蔡", "cai", 52},        {"蒋", "jiang", 51},  {"余", "yu", 50},
    {"于", "yu", 48},      {"杜", "du", 47},         {"叶", "ye", 46},     {"程", "cheng", 46},
    {"魏", "wei", 45},     {"苏", "su", 44},         {"吕", "lv", 43},     {"丁", "ding", 42},
    {"任", "ren", 41},     {"卢", "lu", 40},         {"姚", "yao", 40},    {"沈", "shen", 39},
    {"钟", "zhong", 39},   {"姜", "jiang", 38},      {"崔", "cui", 37},    {"谭", "tan", 37},
    {"陆", "lu", 36},      {"范", "fan", 35},        {"汪", "wang", 34},   {"廖", "liao", 33},
    {"石", "shi", 32},     {"金", "jin", 32},        {"韦", "wei", 31},    {"贾", "jia", 31},
    {"夏", "xia", 30},     {"付", "fu", 29},         {"方", "fang", 29},   {"邹", "zou", 28},
    {"熊", "xiong", 28},   {"白", "bai", 27},        {"孟", "meng", 27},   {"秦", "qin", 26},
    {"邱", "qiu", 26},     {"侯", "hou", 25},        {"江", "jiang", 25},  {"尹", "yin", 24},
    {"薛", "xue", 24},     {"闫", "yan", 23},        {"段", "duan", 23},   {"雷", "lei", 22},
    {"龙", "long", 21},    {"黎", "li", 20},         {"史", "shi", 20},    {"陶", "tao", 19},
    {"欧阳", "ouyang", 7}, {"上官", "shangguan", 2}, {"诸葛", "zhuge", 1}, {"司马", "sima", 1},
};

static const char for_women[] =
    "芳娜敏静秀娟英华慧巧美婷玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真环雪荣爱妹霞香月莺媛艳瑞凡佳"
    "嘉琼勤珍贞莉桂娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰"
    "韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思"
    "丽";
static const char for_men[] =
    "伟刚勇毅俊峰强军平保东文辉力明永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬"
    "富顺信子杰涛昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆磊民"
    "友裕河哲江超浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时"
    "泰盛";

static const struct surname *pick_surname(struct random *r)
{
    size_t count = sizeof surnames / sizeof *surnames;
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++)
        all += surnames[i].share;
    uint64_t at = random_below(r, all);
    const struct surname *s = surnames;
    for (; at >= s->share; s++)
        at -= s->share;
    return s;
}

/* Every character here takes three bytes of UTF-8. */
static const char *pick_character(struct random *r, struct text from)
{
    return from.at + 3 * random_below(r, from.length / 3);
}

struct full_name name_make(struct arena *arena, struct random *r, bool female)
{
    const struct surname *surname = pick_surname(r);
    struct text from = text_of(female ? for_women : for_men);
    const char *first = pick_character(r, from), *second = pick_character(r, from);
    int second_bytes = random_below(r, 100) < 85 ? 3 : 0;
    char *text = arena_printf(arena, "%s%.3s%.*s", surname->text, first, second_bytes, second);
    return (struct full_name){.text = text_of(text), .surname = surname->latin};
}

static const struct json *make(struct generator_call *call)
{
    size_t sex = random_below(call->random, 2);
    if (!argument_word(call, 0, people_sexes, &sex))
        return NULL;
    struct text name = name_make(call->arena, call->random, sex == 1).text;
    argument_canary(call, "name", name);
    return argument_string(call, name);
}

static const struct hazard rows[] = {
    HAZARD("王伟", true, "two characters, the shortest usual"),
    HAZARD("王", false, "one character"),
    HAZARD("欧阳若曦", true, "four characters with a double surname"),
    HAZARD("阿卜杜热合曼·买买提", true, "a middle dot U+00B7, as on Uyghur ID cards"),
    HAZARD("阿卜杜热合曼•买买提", false, "a bullet U+2022 instead of the middle dot"),
    HAZARD("阿卜杜热合曼・买买提", false, "a katakana dot U+30FB instead of the middle dot"),
    HAZARD("阿卜杜热合曼.买买提", false, "a full stop instead of the middle dot"),
    HAZARD("耶律古力买买提依布拉音木沙江阿不都热依木·吐尔逊托合提买买提", true,
           "30 characters: longer than many columns"),
    HAZARD("王\U00020BB7", true, "𠮷 U+20BB7: four bytes of UTF-8, two UTF-16 units"),
    HAZARD("王\U0002C35B", true, "𬍛 U+2C35B: in the General Standard of 2013, in few fonts"),
    HAZARD("王䶮", true, "䶮 U+4DAE: rare, and private use in old GBK tables"),
    HAZARD("張偉", true, "traditional characters"),
    HAZARD("ZHANG SAN", true, "Latin, as in a passport"),
    HAZARD("O'Brien", true, "an apostrophe"),
    HAZARD("", false, "empty"),
    HAZARD(" ", false, "one blank"),
    HAZARD("王 伟", false, "a blank inside"),
    HAZARD("　王伟", false, "an ideographic space U+3000 in front"),
    HAZARD("王伟\u200B", false, "a zero-width space U+200B behind: looks the same"),
    HAZARD("王伟1", false, "a digit"),
    HAZARD("王伟\U0001F600", false, "an emoji"),
    HAZARD("<b>王伟</b>", false, "HTML"),
    HAZARD("王'; DROP TABLE users;--", false, "SQL metacharacters"),
};

static const struct json *boundary(struct generator_call *call, size_t row)
{
    return row < sizeof rows / sizeof *rows ? hazard_row(call, &rows[row]) : NULL;
}

const struct generator generator_name = {
    .name = "name",
    .usage = "name(sex)",
    .text = "a Chinese name; sex is \"male\" or \"female\", either unless told",
    .most = 1,
    .make = make,
    .boundary = boundary,
};
