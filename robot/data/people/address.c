/* SPDX-License-Identifier: Apache-2.0 */
/* address.c - address() and email(): where a fictitious person is reached.
 *
 * The region is real, the street is not; mail goes to example.com, .net and .org, which are kept
 * for examples (RFC 2606) and deliver nothing. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/hazard.h"
#include "data/people/people.h"
#include "data/random.h"

struct text address_make(struct arena *arena, struct random *r, const struct region *region)
{
    static const char *const streets[] = {"人民", "解放", "建设", "中山", "和平", "新华",
                                          "文化", "胜利", "青年", "长江", "黄河", "幸福"};
    static const char *const estates[] = {"阳光花园", "翠湖苑", "锦绣家园", "金色小区",
                                          "紫荆苑",   "望江府", "桃源里",   "星河湾"};
    const char *street = streets[random_below(r, sizeof streets / sizeof *streets)];
    const char *estate = estates[random_below(r, sizeof estates / sizeof *estates)];
    int number = (int)random_between(r, 1, 399), building = (int)random_between(r, 1, 30);
    int unit = (int)random_between(r, 1, 4), floor = (int)random_between(r, 1, 28);
    return text_of(arena_printf(arena, "%s%s路%d号%s%d栋%d单元%d%02d室",
                                region_text(arena, region), street, number, estate, building,
                                unit, floor, (int)random_between(r, 1, 4)));
}

struct text email_make(struct arena *arena, struct random *r, const char *surname)
{
    static const char *const domains[] = {"example.com", "example.net", "example.org"};
    char digits[9] = "";
    random_digits(r, digits, sizeof digits - 1);
    return text_of(arena_printf(arena, "%s.%s@%s", surname, digits,
                                domains[random_below(r, sizeof domains / sizeof *domains)]));
}

static const struct json *make_address(struct generator_call *call)
{
    struct region region = region_pick(call->arena, call->random);
    long long code = region.code;
    if (!argument_int(call, 0, 110000, 659999, &code))
        return NULL;
    if (!region_of(call->arena, (int)code, &region))
        return argument_fail(call, "argument 1: expected a county's code, such as 110101");
    struct text address = address_make(call->arena, call->random, &region);
    argument_canary(call, "address", address);
    return argument_string(call, address);
}

static const struct json *make_email(struct generator_call *call)
{
    bool female = random_below(call->random, 2) == 1;
    const char *surname = name_make(call->arena, call->random, female).surname;
    struct text email = email_make(call->arena, call->random, surname);
    argument_canary(call, "email", email);
    return argument_string(call, email);
}

static const struct hazard emails[] = {
    HAZARD("wang@example.com", true, "an ordinary address"),
    HAZARD("a@example.com", true, "one character in front of @"),
    HAZARD("wang.wei+test_1-2@example.com", true, "dot, plus, underscore, hyphen"),
    HAZARD("WANG@EXAMPLE.COM", true, "capitals"),
    HAZARD("o'brien@example.com", true, "an apostrophe, which RFC 5322 allows"),
    HAZARD("\"wang wei\"@example.com", true, "a quoted local part: allowed, seldom accepted"),
    HAZARD("王伟@example.com", true, "a Chinese local part (RFC 6531)"),
    HAZARD("wang@xn--fiqs8s.example", true, "an internationalized domain in ASCII form"),
    HAZARD("wang@[192.0.2.1]", true, "an address literal: allowed, seldom accepted"),
    HAZARD("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com", true,
           "64 characters in front of @, the most (RFC 5321)"),
    HAZARD("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com",
           false, "65 characters in front of @"),
    HAZARD("wang.example.com", false, "no @"),
    HAZARD("wangexample.com", false, "two @"),
    HAZARD("@example.com", false, "nothing in front of @"),
    HAZARD("wang@", false, "nothing behind @"),
    HAZARD(".wang@example.com", false, "a dot in front"),
    HAZARD("wang.@example.com", false, "a dot in front of @"),
    HAZARD("wang..wei@example.com", false, "two dots in a row"),
    HAZARD("wang@example..com", false, "two dots in the domain"),
    HAZARD("wang@-example.com", false, "a hyphen begins a label"),
    HAZARD("wang wei@example.com", false, "a blank inside"),
    HAZARD(" wang@example.com", false, "a blank in front"),
    HAZARD("wang@example.com\r\nBcc: x@example.com", false,
           "a second header behind a line end"),
    HAZARD("wang＠example.com", false, "a full-width @"),
    HAZARD("wang@example。com", false, "an ideographic full stop"),
    HAZARD("<wang@example.com>", false, "angle brackets"),
    HAZARD("", false, "empty"),
};

static const struct json *boundary_email(struct generator_call *call, size_t row)
{
    return row < sizeof emails / sizeof *emails ? hazard_row(call, &emails[row]) : NULL;
}

static const struct hazard addresses[] = {
    HAZARD("北京市东城区人民路1号", true, "an ordinary address"),
    HAZARD("京", false, "one character"),
    HAZARD("北京市东城区", false, "no street"),
    HAZARD("东城区人民路1号", false, "no province"),
    HAZARD("北京市北京市市辖区东城区人民路1号", true,
           "the city twice, as some code tables write it"),
    HAZARD("新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿合奇县人民路1号", true,
           "the longest names of divisions"),
    HAZARD("北京市东城区人民路1号#2-3(A座)/4层", true, "number sign, brackets, slash"),
    HAZARD("北京市东城区人民路１号", true, "full-width digits"),
    HAZARD("北京市东城区人民路1号\U0001F3E0", false, "an emoji"),
    HAZARD("北京市东城区\n人民路1号", false, "a line end inside"),
    HAZARD("1 Renmin Road, Dongcheng, Beijing", false, "in English"),
    HAZARD("       ", false, "blanks only"),
    HAZARD("", false, "empty"),
};

static const struct json *boundary_address(struct generator_call *call, size_t row)
{
    return row < sizeof addresses / sizeof *addresses ? hazard_row(call, &addresses[row])
                                                      : NULL;
}

const struct generator generator_address = {
    .name = "address",
    .usage = "address(region)",
    .text = "a street address in a real county; region is its code, such as 110101",
    .most = 1,
    .make = make_address,
    .boundary = boundary_address,
};

const struct generator generator_email = {
    .name = "email",
    .usage = "email()",
    .text = "an address at example.com, .net or .org, which deliver nothing",
    .make = make_email,
    .boundary = boundary_email,
};
