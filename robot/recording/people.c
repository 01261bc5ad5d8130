/* SPDX-License-Identifier: Apache-2.0 */
/* people.c - who is who, by what stands together in one object of a request. */

#include "recording/people.h"
#include "base/arena.h"
#include "base/encode.h"
#include "data/people/people.h"
#include "recording/draft.h"
#include "recording/values.h"
#include "recording/words.h"

#include <string.h>

enum trait {
    TRAIT_NONE = -1,
    TRAIT_NAME = 0,
    TRAIT_ID,
    TRAIT_MOBILE,
    TRAIT_CARD,
    TRAIT_EMAIL,
    TRAIT_ADDRESS,
    TRAIT_GENDER,
    TRAITS
};
static const char *const fields[TRAITS] = {"name",  "id_number", "mobile", "bank_card",
                                           "email", "address",   "gender"};

struct human {
    const char *variable;
    struct text traits[TRAITS];
    struct human *next;
};

/* What one object says of one human. */
struct bag {
    struct text traits[TRAITS];
    struct text called; /* the object's own name */
    bool person;        /* the name's name says that it is a person's: realName, contactName */
    const struct step *step;
};

struct census {
    struct draft *draft;
    struct human *humans;
    struct text account; /* the first mobile that is an account's */
};

static bool digits(struct text t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (t.at[i] < '0' || t.at[i] > '9')
            return false;
    return true;
}

static bool is_mobile(struct text t)
{
    return t.length == 11 && digits(t, 0, 11) && t.at[0] == '1' && t.at[1] >= '3';
}

static bool is_id(struct text t)
{
    if (t.length != 18 || !digits(t, 0, 17))
        return false;
    char last = t.at[17] == 'x' ? 'X' : t.at[17];
    return id_number_check(t.at) == last;
}

static bool is_card(struct text t)
{
    return t.length >= 16 && t.length <= 19 && digits(t, 0, t.length) && t.at[0] >= '3' &&
           t.at[0] <= '9' && bank_card_check(t.at, t.length - 1) == t.at[t.length - 1];
}

static bool has_chinese(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] >= 0xE4 && (unsigned char)t.at[i] <= 0xE9)
            return true;
    return false;
}

static bool is_address(struct text key, struct text t)
{
    return t.length >= 18 && t.length < 300 && has_chinese(t) && words_any(key, "addr");
}

/* Two to fifteen characters, none of them ASCII, under a name's name. */
static bool is_name(struct text key, struct text t)
{
    size_t characters = 0;
    for (size_t i = 0; i < t.length; characters++) {
        size_t length = utf8_next(t, i, NULL);
        if (length < 2)
            return false;
        i += length;
    }
    return characters >= 2 && characters <= 15 && words_any(key, "name holder") &&
           !words_any(key,
                      "company employer bank product fund file nick unit corp city province "
                      "district region county area street school relat position job title "
                      "shop store merchant brand model event page channel device branch");
}

static bool is_email(struct text t)
{
    ptrdiff_t at = text_find(t, text_of("@"), 0);
    return at > 0 && text_find(t, text_of("."), (size_t)at) > 0 && t.length < 80 &&
           text_find(t, text_of(" "), 0) < 0;
}

static bool is_gender(struct text t)
{
    return text_is(t, "男") || text_is(t, "女");
}

static enum trait trait_of(struct text key, struct text value)
{
    static const struct {
        bool (*is)(struct text value);
        enum trait trait;
    } by_form[] = {{is_mobile, TRAIT_MOBILE},
                   {is_id, TRAIT_ID},
                   {is_card, TRAIT_CARD},
                   {is_email, TRAIT_EMAIL},
                   {is_gender, TRAIT_GENDER}};
    for (size_t i = 0; i < sizeof by_form / sizeof *by_form; i++)
        if (by_form[i].is(value))
            return by_form[i].trait;
    if (is_name(key, value))
        return TRAIT_NAME;
    return is_address(key, value) ? TRAIT_ADDRESS : TRAIT_NONE;
}

static void put(struct bag *bag, struct text key, struct text value)
{
    enum trait trait = trait_of(key, value);
    if (trait == TRAIT_NONE || bag->traits[trait].length > 0)
        return;
    bag->traits[trait] = value;
    bag->person = bag->person ||
                  (trait == TRAIT_NAME && words_any(key, "real cust contact holder full borrow "
                                                         "applicant spouse owner payee payer"));
}

static bool registers(const struct step *step)
{
    return !text_is(step->entry->method, "GET") &&
           words_any(step->url.path, "register regist signup sign-up enroll open-account");
}

static const char *name_of(const struct census *c, const struct bag *bag)
{
    const char *wish = registers(bag->step)               ? "customer"
                       : bag->traits[TRAIT_ID].length > 0 ? "applicant"
                                                          : "person";
    const char *called = words_snake(c->draft->arena, bag->called);
    static const char *const nothing[] = {"data",    "params", "body", "request",
                                          "payload", "",       NULL};
    for (size_t i = 0; nothing[i] != NULL; i++)
        if (strcmp(called, nothing[i]) == 0)
            return draft_name(c->draft, wish, "");
    return draft_name(c->draft, words_singular(c->draft->arena, called), "");
}

/* 2: the same human, by a value; 1: could be, nothing contradicts and no name is told; 0: another. */
static int likeness(const struct human *human, const struct bag *bag)
{
    bool alone = bag->traits[TRAIT_MOBILE].length == 0; /* with a mobile it is a contact */
    bool free = bag->traits[TRAIT_NAME].length == 0 || alone;
    for (int t = 0; t < TRAITS; t++) {
        if (bag->traits[t].length == 0)
            continue;
        if (text_equal(human->traits[t], bag->traits[t]))
            return 2;
        free = free && human->traits[t].length == 0;
    }
    return free && human->traits[TRAIT_ID].length > 0;
}

static struct human *human_of(struct census *c, const struct bag *bag)
{
    struct human *found = NULL, **last = &c->humans;
    int best = 0;
    for (struct human *h = c->humans; h != NULL; h = h->next) {
        int like = likeness(h, bag);
        if (like > best) {
            best = like;
            found = h;
        }
        last = &h->next;
    }
    if (found != NULL)
        return found;
    *last = arena_make(c->draft->arena, struct human);
    (*last)->variable = name_of(c, bag);
    draft_add(c->draft, &c->draft->variables, (*last)->variable, "${person()}", NULL);
    return *last;
}

static void settle_account(struct census *c, struct text mobile)
{
    const char *name;
    if (values_find(c->draft, mobile) != NULL)
        return;
    name = draft_name(c->draft, "mobile", "other");
    values_stand_for(c->draft, mobile, arena_printf(c->draft->arena, "${%s}", name));
    draft_add(c->draft, &c->draft->variables, name, text_string(c->draft->arena, mobile),
              "the account that was recorded; for another, --set it");
}

/* The date of birth within an ID number, as forms ask for it beside. */
static void describe_birth(struct census *c, const struct human *human)
{
    struct arena *arena = c->draft->arena;
    struct text digits = text_slice(human->traits[TRAIT_ID], 6, 14);
    const char *field = arena_printf(arena, "%s.birth_date", human->variable);
    const char *dashed =
        arena_printf(arena, "%.4s-%.2s-%.2s", digits.at, digits.at + 4, digits.at + 6);
    values_stand_for(c->draft, text_of(dashed), arena_printf(arena, "${%s}", field));
    values_stand_for(c->draft, digits, arena_printf(arena, "${replace(%s, '-', '')}", field));
}

/* What the bag says of a human who is not there yet is that human's from now on. */
static void describe(struct census *c, struct human *human, const struct bag *bag)
{
    for (int t = 0; t < TRAITS; t++) {
        if (bag->traits[t].length == 0 || values_find(c->draft, bag->traits[t]) != NULL)
            continue;
        human->traits[t] = bag->traits[t];
        if (t == TRAIT_ID)
            describe_birth(c, human);
        values_stand_for(c->draft, bag->traits[t],
                         arena_printf(c->draft->arena, "${%s.%s}", human->variable, fields[t]));
    }
}

/* A name alone may be anything's, a mobile alone is an account's. */
static void settle(struct census *c, struct bag *bag)
{
    struct text mobile = bag->traits[TRAIT_MOBILE];
    bool named = bag->traits[TRAIT_NAME].length > 0 && (mobile.length > 0 || bag->person);
    bool others = bag->traits[TRAIT_ID].length > 0 || bag->traits[TRAIT_CARD].length > 0;
    if (mobile.length > 0 && text_equal(mobile, c->account))
        bag->traits[TRAIT_MOBILE] = text_of(""); /* the account's own, wherever it stands */
    bool more = bag->traits[TRAIT_EMAIL].length > 0 || bag->traits[TRAIT_ADDRESS].length > 0;
    if (others || named || (more && c->humans != NULL))
        describe(c, human_of(c, bag), bag);
    else if (mobile.length > 0)
        settle_account(c, mobile);
}

static void look(struct census *c, const struct step *step, const struct json *value, int depth,
                 void (*found)(struct census *, struct bag *))
{
    struct bag bag = {.step = step, .called = value->name};
    for (size_t i = 0; i < value->count && depth < 16; i++) {
        const struct json *one = value->items[i];
        if (one->kind == JSON_ARRAY || one->kind == JSON_OBJECT)
            look(c, step, one, depth + 1, found);
        else if (value->kind == JSON_OBJECT && one->text.length > 0)
            put(&bag, one->name, one->text);
    }
    found(c, &bag);
}

static void look_at(struct census *c, const struct step *step,
                    void (*found)(struct census *, struct bag *))
{
    struct bag form = {.step = step}, asked = {.step = step};
    struct pairs query = pairs_of_query(c->draft->arena, step->url.query);
    struct text path = step->url.path;
    if (step->sent != NULL)
        look(c, step, step->sent, 0, found);
    for (size_t i = 0; i < step->entry->form.count; i++)
        put(&form, step->entry->form.items[i].name, step->entry->form.items[i].value);
    for (size_t i = 0; i < query.count; i++)
        put(&asked, query.items[i].name, query.items[i].value);
    for (size_t from = 0; from < path.length;) {
        ptrdiff_t end = text_find(path, text_of("/"), from);
        struct text segment = text_slice(path, from, end < 0 ? path.length : (size_t)end);
        if (is_mobile(segment))
            put(&asked, text_of("mobile"), segment);
        from += segment.length + 1;
    }
    found(c, &form);
    found(c, &asked);
}

static void find_account(struct census *c, struct bag *bag)
{
    struct text mobile = bag->traits[TRAIT_MOBILE];
    if (mobile.length > 0 && c->account.length == 0 && !registers(bag->step) &&
        words_any(bag->step->url.path, "login logon signin sign-in auth session token"))
        c->account = mobile;
}

/* Whoever registers is new, also to requests before that: is this mobile free? */
static void find_registered(struct census *c, struct bag *bag)
{
    struct text mobile = bag->traits[TRAIT_MOBILE];
    if (!registers(bag->step) || mobile.length == 0)
        return;
    if (text_equal(mobile, c->account))
        c->account = text_of("");
    describe(c, human_of(c, bag), bag);
}

void people_find(struct draft *draft)
{
    struct census c = {.draft = draft};
    void (*const passes[])(struct census *, struct bag *) = {find_account, find_registered,
                                                             settle};
    for (size_t p = 0; p < sizeof passes / sizeof *passes; p++) {
        if (p == 2 && c.account.length > 0)
            settle_account(&c, c.account);
        for (size_t i = 0; i < draft->step_count; i++)
            look_at(&c, &draft->steps[i], passes[p]);
    }
}
