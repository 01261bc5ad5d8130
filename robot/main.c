/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - where the program begins. */

int main(void)
{
    return 0;
}
