// SPDX-License-Identifier: GPL-2.0-only
/* node.c - page tables per NUMA node */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/collect.h"
#include "bench/parse.h"

#define DIR_NAME "/sys/devices/system/node"
#define MAX_NODES 32
#define PER_NODE 2

static const char *const keys[PER_NODE] = {
	"nr_page_table_pages", "nr_sec_page_table_pages",
};

struct nodes {
	int id[MAX_NODES];
	size_t nr;
	char names[MAX_NODES * PER_NODE][48];
	char sources[MAX_NODES * PER_NODE][96];
	struct metric metrics[MAX_NODES * PER_NODE];
};

static int by_id(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static int find_nodes(const struct machine *m, struct nodes *n)
{
	struct dirent *de;
	char path[512];
	int ret, end;
	DIR *dir;

	ret = machine_path(m, path, sizeof(path), DIR_NAME);
	if (ret)
		return ret;
	dir = opendir(path);
	if (!dir)
		return -errno;
	while ((de = readdir(dir))) {
		int id;

		if (sscanf(de->d_name, "node%d%n", &id, &end) != 1 ||
		    de->d_name[end])
			continue;
		if (n->nr == MAX_NODES) {
			closedir(dir);
			return -E2BIG;
		}
		n->id[n->nr++] = id;
	}
	closedir(dir);
	/* readdir's order is the file system's; ours is the node number. */
	qsort(n->id, n->nr, sizeof(n->id[0]), by_id);
	return n->nr ? 0 : -ENOENT;
}

static int probe(struct collect *c, char *why, size_t len)
{
	struct nodes *n = calloc(1, sizeof(*n));
	size_t i, k, at = 0;
	int ret;

	if (!n) {
		snprintf(why, len, "out of memory");
		return -ENOMEM;
	}
	ret = find_nodes(c->set->m, n);
	if (ret) {
		snprintf(why, len, ret == -E2BIG ?
			 DIR_NAME ": more nodes than this program knows" :
			 DIR_NAME ": no nodes (kernel without CONFIG_NUMA)");
		free(n);
		return ret;
	}
	for (i = 0; i < n->nr; i++) {
		for (k = 0; k < PER_NODE; k++, at++) {
			snprintf(n->names[at], sizeof(n->names[at]),
				 "node%d.%s", n->id[i], keys[k]);
			snprintf(n->sources[at], sizeof(n->sources[at]),
				 DIR_NAME "/node%d/vmstat:%s", n->id[i],
				 keys[k]);
			n->metrics[at] = (struct metric){
				n->names[at], "accounting", "pages", "exact",
				"none", n->sources[at], false };
		}
	}
	c->metrics = n->metrics;
	c->nr_metrics = at;
	c->priv = n;
	return 0;
}

static void do_read(struct collect *c, struct value *out)
{
	const struct nodes *n = c->priv;
	char path[96];
	size_t i, k;
	uint64_t v;

	for (i = 0; i < n->nr; i++) {
		int got;

		snprintf(path, sizeof(path), DIR_NAME "/node%d/vmstat",
			 n->id[i]);
		got = machine_read(c->set->m, path, c->set->buf,
				   c->set->buf_len);
		for (k = 0; k < PER_NODE; k++, out++) {
			int err = got < 0 ? got :
				  parse_key(c->set->buf, keys[k], NULL, &v);

			if (!err)
				value_count(c->set, out, (double)v);
			else if (err == -ENOENT && got >= 0)
				value_na(out, "%s of this kernel has no %s",
					 path, keys[k]);
			else if (got < 0)
				value_na(out, "%s: %s", path, strerror(-got));
			else
				value_na(out, "%s: %s: line cut off or damaged",
					 path, keys[k]);
		}
	}
}

static void do_close(struct collect *c)
{
	free(c->priv);
	c->priv = NULL;
}

const struct collector node_collector = {
	.name = "node",
	.summary = "page-table pages per NUMA node",
	.probe = probe,
	.read = do_read,
	.close = do_close,
};
