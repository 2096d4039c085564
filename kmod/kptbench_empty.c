// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that does nothing, for what loading and unloading one costs
 *
 * It has something of each kind of memory a module is given: code and data
 * that stay, both read-only and not, and code that is freed after it ran.
 */
#include <linux/init.h>
#include <linux/module.h>

static int count;
module_param(count, int, 0400);
MODULE_PARM_DESC(count, "not used: data that can be written");

static const char *const words[] = { "one", "two" };
static int __ro_after_init fixed;

static int __init empty_init(void)
{
	fixed = count + 1;
	return 0;
}

static void __exit empty_exit(void)
{
	if (fixed == count)
		pr_info("kptbench_empty: %s\n", words[fixed & 1]);
}

module_init(empty_init);
module_exit(empty_exit);

MODULE_DESCRIPTION("Does nothing: to be loaded and unloaded by kptbench");
MODULE_LICENSE("GPL");
