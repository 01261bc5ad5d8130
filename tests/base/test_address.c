/* SPDX-License-Identifier: Apache-2.0 */
/* Which addresses are read, and which of them strangers can reach. */

#include "base/address.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>

Test(address, is_one_with_a_port_and_no_name_but_localhost)
{
    static const struct {
        const char *text;
        bool right, loopback;
    } rows[] = {
        {"127.0.0.1:8480", true, true},
        {"127.9.9.9:1", true, true},
        {"localhost:0", true, true},
        {"[::1]:8480", true, true},
        {"[::ffff:127.0.0.1]:8480", true, true},
        {"0.0.0.0:8480", true, false},
        {"[::]:8480", true, false},
        {"[::ffff:10.0.0.1]:8480", true, false},
        {"192.0.2.1:65535", true, false},
        {"128.0.0.1:80", true, false},
        {"192.0.2.1:65536", false, false},
        {"192.0.2.1:-1", false, false},
        {"192.0.2.1", false, false},
        {"192.0.2.256:80", false, false},
        {"::1:80", false, false},
        {"[::1]", false, false},
        {"[127.0.0.1]:80", false, false},
        {"[]:80", false, false},
        {":80", false, false},
        {"8480", false, false},
        {"", false, false},
        {"example.com:80", false, false},
        {"localhost.example.com:80", false, false},
        {"[1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc]:80", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct sockaddr_storage at = {0};
        bool right = address_read(rows[i].text, &at);
        cr_expect_eq(right, rows[i].right, "%s", rows[i].text);
        if (right)
            cr_expect_eq(address_is_loopback((struct sockaddr *)&at), rows[i].loopback, "%s",
                         rows[i].text);
    }
    struct sockaddr_storage at;
    cr_assert(address_read("192.0.2.1:8480", &at));
    cr_expect_eq(((struct sockaddr_in *)&at)->sin_port, htons(8480));
    cr_expect_eq(((struct sockaddr_in *)&at)->sin_addr.s_addr, htonl(0xC0000201));
}
