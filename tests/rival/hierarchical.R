# SPDX-License-Identifier: GPL-2.0-only
# hierarchical.R TABLE MODELS - what kptstat compare does, as one does it in R
#
# TABLE has a line a value: metric, side, boot, run, value. Reads it, then for
# each metric wilcox.test of all values, t.test of boot means, and of the first
# MODELS metrics the mixed model. Prints seconds of each part.
arg <- commandArgs(TRUE)
clock <- function() proc.time()[["elapsed"]]

start <- clock()
d <- as.data.frame(scan(arg[1], list(metric = 0L, side = 0L, boot = 0L,
				      run = 0L, value = 0), quiet = TRUE))
at <- split(seq_len(nrow(d)), d$metric)
read <- clock()
for (i in at) {
	m <- d[i, ]
	wilcox.test(value ~ side, m)
	boot <- aggregate(value ~ side + boot, m, mean)
	t.test(value ~ side, boot)
}
tests <- clock()
n <- min(as.integer(arg[2]), length(at))
if (n && requireNamespace("lme4", quietly = TRUE)) {
	for (i in at[seq_len(n)])
		lme4::lmer(value ~ side + (1 | side:boot) +
			   (1 | side:boot:run), d[i, ])
} else {
	n <- 0
}
cat(read - start, tests - read, clock() - tests, n, "\n")
