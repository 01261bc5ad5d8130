/* SPDX-License-Identifier: Apache-2.0 */
/* hazard.c - text that breaks forms: what people's keyboards, pastes and attackers produce.
 *
 * Valid means that a correct app stores it and shows it unchanged: markup and quotes are only
 * text, refusing them is the weaker answer. Bytes that are no text are not valid. */

#include "data/hazard.h"

const struct json *hazard_row(const struct generator_call *call, const struct hazard *hazard)
{
    struct text value = {.at = hazard->at, .length = hazard->length};
    return argument_row(call, value, hazard->valid, hazard->why);
}

static const struct hazard hazards[] = {
    HAZARD("", false, "empty"),
    HAZARD(" ", false, "one blank"),
    HAZARD("　", false, "an ideographic space U+3000 only: blank to the eye, not to trim()"),
    HAZARD("\u00A0", false, "a no-break space U+00A0 only"),
    HAZARD(" a ", true, "blanks at both ends"),
    HAZARD("a\tb", true, "a tab"),
    HAZARD("a\nb", true, "a line feed"),
    HAZARD("a\r\nb", true,
           "a carriage return and line feed: header injection where it is echoed"),
    HAZARD("ＡＢＣ１２３", true, "full-width letters and digits"),
    HAZARD("，。！？", true, "Chinese punctuation"),
    HAZARD("a\u200Bb", true, "a zero-width space U+200B inside"),
    HAZARD("a\u200Db", true, "a zero-width joiner U+200D inside"),
    HAZARD("\uFEFFa", true, "a byte order mark U+FEFF in front"),
    HAZARD("\u00E9", true, "é as one character U+00E9"),
    HAZARD("e\u0301", true, "é as e and a combining accent U+0301: equal only after NFC"),
    HAZARD("Z\u0334\u0358\u031B\u0330\u0347\u0326", true, "six combining marks on one letter"),
    HAZARD("\U0001F600", true, "an emoji: four bytes of UTF-8, refused by MySQL's utf8"),
    HAZARD("\U0001F468\u200D\U0001F469\u200D\U0001F467", true,
           "a family emoji: one to the eye, 5 characters, 8 UTF-16 units"),
    HAZARD("\U0001F1E8\U0001F1F3", true, "a flag: two characters that a cut would part"),
    HAZARD("\U00020BB7", true, "𠮷 U+20BB7: a Chinese character outside the first plane"),
    HAZARD("\uE81E", true, "U+E81E: private use, where old GBK fonts kept characters"),
    HAZARD("ﷺ", true, "U+FDFA: one character, 18 after NFKC"),
    HAZARD("שלום עולם", true, "Hebrew: written right to left"),
    HAZARD("a\u202Efdp.exe", true, "a right-to-left override U+202E: shows as aexe.pdf"),
    HAZARD("İstanbul", true, "U+0130: lower case has another length"),
    HAZARD("straße", true, "ß: upper case has another length"),
    HAZARD("Ⅷ①㈱", true, "characters that compatibility forms replace"),
    HAZARD("а", true, "Cyrillic а U+0430: looks like Latin a"),
    HAZARD("\uFFFD", true, "U+FFFD: what a failed conversion leaves"),
    HAZARD("锟斤拷", true, "what U+FFFD read as GBK looks like"),
    HAZARD("null", true, "the word null"),
    HAZARD("0", true, "a zero: false in many languages"),
    HAZARD("-1", true, "a number"),
    HAZARD("1e309", true, "an exponent beyond binary64"),
    HAZARD("'", true, "one quote"),
    HAZARD("' OR '1'='1", true, "SQL that is always true"),
    HAZARD("'; DROP TABLE users;--", true, "SQL that ends the statement"),
    HAZARD("\\", true, "one backslash"),
    HAZARD("\"}", true, "JSON that ends the value"),
    HAZARD("<script>alert(1)</script>", true, "HTML that runs"),
    HAZARD("\"><img src=x onerror=alert(1)>", true, "HTML that leaves its attribute"),
    HAZARD("&lt;b&gt;&amp;", true, "HTML that is escaped already"),
    HAZARD("]]>", true, "the end of an XML CDATA section"),
    HAZARD("${7*7}{{7*7}}#{7*7}", true, "template languages: 49 would prove evaluation"),
    HAZARD("${jndi:ldap://127.0.0.1/a}", true, "a JNDI look-up (CVE-2021-44228)"),
    HAZARD("../../etc/passwd", true, "a path that climbs"),
    HAZARD("$(id)`id`;id", true, "shell substitutions"),
    HAZARD("%s%n%x", true, "printf directives"),
    HAZARD("%00%0d%0a", true, "percent-encoded NUL and line end, to be decoded once only"),
    HAZARD("=1+1", true, "a spreadsheet formula"),
    HAZARD("a\0b", false, "a NUL inside: cut there by C, refused by PostgreSQL"),
    HAZARD("a\x1b[31m", false, "an escape sequence that colours a log"),
    HAZARD("a\x7f", false, "DEL U+007F"),
    HAZARD("\xc0\xaf", false, "an overlong form of /: not UTF-8"),
    HAZARD("\xe0\x80\xaf", false, "an overlong form of / in three bytes: not UTF-8"),
    HAZARD("\xed\xa0\xbd\xed\xb8\x80", false, "surrogates as bytes (CESU-8): not UTF-8"),
    HAZARD("\xf4\x90\x80\x80", false, "beyond U+10FFFF: not UTF-8"),
    HAZARD("\xff\xfe", false, "a UTF-16 byte order mark: not UTF-8"),
    HAZARD("\xe4\xb8", false, "a character cut in half: not UTF-8"),
    HAZARD("\xcd\xf5\xce\xb0", false, "王伟 in GBK: not UTF-8"),
};

const struct json *hazard_of_text(const struct generator_call *call, size_t row)
{
    return row < sizeof hazards / sizeof *hazards ? hazard_row(call, &hazards[row]) : NULL;
}
