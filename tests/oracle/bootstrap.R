# SPDX-License-Identifier: GPL-2.0-only
# bootstrap.R - where a bootstrap interval of 10,000 draws must lie, by R's boot
#
#   Rscript tests/oracle/bootstrap.R > tests/oracle/bootstrap.txt
#
# R draws 200,000 times. The end of an interval from 10,000 draws is a quantile
# whose rank scatters with sd sqrt(q (1 - q) / 10,000), and R's own with
# sqrt(q (1 - q) / 200,000): the bounds are R's quantiles at q -+ 5 sd of both
# together, so a right program is outside once in two million.
library(boot)

say <- function(word, ...)
	cat(word, sprintf("%.17g", c(...)), "\n")

bounds <- function(t) {
	sd <- sqrt(0.025 * 0.975 * (1 / 1e4 + 1 / 2e5))
	unname(c(quantile(t, 0.025 + c(-5, 5) * sd),
		 quantile(t, 0.975 + c(-5, 5) * sd)))
}

cat("#", R.version.string, "boot", as.character(packageVersion("boot")), "\n")

two <- function(name, a, b) {
	cat("case", name, "\n")
	say("a", a)
	say("b", b)
	side <- factor(rep(1:2, c(length(a), length(b))))
	set.seed(1)
	t <- boot(c(a, b), function(v, i)
		mean(v[i][side == 2]) / mean(v[i][side == 1]),
		200000, strata = side)$t
	say("independent", bounds(t))
	if (length(a) != length(b))
		return(invisible())
	set.seed(2)
	t <- boot(cbind(a, b), function(v, i)
		mean(v[i, 2]) / mean(v[i, 1]), 200000)$t
	say("paired", bounds(t))
}

set.seed(3)
two("five", c(1810.25, 1812.5, 1809, 1811.125, 1810.5),
    c(1823, 1826.25, 1824.5, 1822.75, 1825))
two("ten", 100 + rnorm(10), 101 + rnorm(10))
two("unequal", 100 + 5 * rnorm(12), 103 + rnorm(7))
two("wide", exp(rnorm(20)), 2 * exp(rnorm(20)))
