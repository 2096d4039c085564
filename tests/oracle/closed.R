# SPDX-License-Identifier: GPL-2.0-only
# closed.R - golden numbers of every closed form kptstat uses, by R itself
#
#   Rscript tests/oracle/closed.R > tests/oracle/closed.txt
#
# A line is a word and numbers of 17 digits. "case" begins a case, "a", "b",
# "v", "r" and "p" give its data, any other word what a function must return.
# NA stands for "does not exist". tests/unit/oracle.c reads it.

say <- function(word, ...) {
	x <- c(...) + 0	# no negative zero
	cat(word, ifelse(is.finite(x), sprintf("%.17g", x), "NA"), "\n")
}

cat("#", R.version.string, "\n")

# ---- two samples ----------------------------------------------------------
# What t.test says; the paired one of logarithms. Near 0 R rounds less, and a
# difference is the same wherever the values are.
welch <- function(a, b) {
	t <- t.test(b - a[1], a - a[1])
	say("welch", -diff(t$estimate), t$stderr, t$parameter, t$statistic,
	    t$p.value, t$conf.int)
	say("mde", (qt(0.975, t$parameter) + qt(0.8, t$parameter)) * t$stderr /
		abs(mean(a)))
}

paired <- function(a, b) {
	t <- t.test(log(b / a))
	say("paired", t$estimate, t$stderr, t$parameter, t$statistic,
	    t$p.value, t$conf.int)
	for (m in c(0.01, 0.2))
		say("tost_paired", m, max(
			t.test(log(b / a), mu = log(1 - m),
			       alternative = "greater")$p.value,
			t.test(log(b / a), mu = log(1 + m),
			       alternative = "less")$p.value))
}

# Every split, by combn; what rounds alike is a tie.
permute <- function(a, b) {
	v <- c(a, b) - mean(c(a, b))
	s <- abs(combn(length(v), length(a), function(i)
		mean(v[i]) - mean(v[-i])))
	seen <- abs(mean(v[seq_along(a)]) - mean(v[-seq_along(a)]))
	say("permute", mean(s >= seen - 1e-9 * max(abs(v))))
}

# Equivalence of a ratio: Welch's test of b against the scaled a. t.test() on
# c * a says the same, as far as c * a is not rounded.
scaled <- function(a, b, c, lower) {
	va <- c^2 * var(a - a[1]) / length(a)
	vb <- var(b - b[1]) / length(b)
	df <- (va + vb)^2 / (va^2 / (length(a) - 1) + vb^2 / (length(b) - 1))
	p <- pt((mean(b) - c * mean(a)) / sqrt(va + vb), df, lower.tail = lower)
	r <- t.test(b, c * a, alternative = if (lower) "less" else "greater")
	stopifnot(all.equal(p, r$p.value, tolerance = 1e-2))
	p
}

tost <- function(a, b) {
	for (m in c(0.01, 0.2))
		say("tost", m, max(scaled(a, b, 1 - m, FALSE),
				   scaled(a, b, 1 + m, TRUE)))
}

# Fieller: the rho at which the contrast b - rho a is just significant, from
# the quadratic (ma^2 - t^2 va) rho^2 - 2 ma mb rho + mb^2 - t^2 vb = 0.
fieller <- function(a, b) {
	ma <- mean(a); mb <- mean(b); rho <- mb / ma
	va <- var(a) / length(a); vb <- var(b) / length(b)
	df <- unname(t.test(b, rho * a)$parameter)
	for (level in c(0.9, 0.95)) {
		t <- qt(0.5 + level / 2, df)
		q <- ma^2 - t^2 * va
		if (q <= 0) {
			say("fieller", level, NA, NA)
			next
		}
		disc <- t^2 * (va * mb^2 + vb * ma^2 - t^2 * va * vb)
		say("fieller", level, sort((ma * mb + c(-1, 1) * sqrt(disc)) /
					   q))
	}
}

two <- function(name, a, b, ratio = TRUE) {
	cat("case", name, "\n")
	say("a", a)
	say("b", b)
	welch(a, b)
	if (choose(length(a) + length(b), length(a)) <= 20000)
		permute(a, b)
	if (!ratio)
		return(invisible())
	fieller(a, b)
	if (mean(a) > 0)
		tost(a, b)
	if (length(a) == length(b) && all(a > 0) && all(b > 0))
		paired(a, b)
}

set.seed(1, "Mersenne-Twister")
two("plain", c(1810.25, 1812.5, 1809, 1811.125, 1810.5),
    c(1823, 1826.25, 1824.5, 1822.75, 1825))
two("tiny-variance-on-a-huge-mean",
    1e12 + c(-1, 0, 1, 0, -1, 1), 1e12 + c(0, 2, 1, 1, 0))
two("a-last-bit", 2^52 + c(0, 1, 0, 0, 1), 2^52 + c(1, 1, 2, 1, 1),
    ratio = FALSE)
two("unequal-sizes", c(10, 14, 9), 12 + rnorm(17) / 8)
two("unequal-variances", 100 + rnorm(12), 101 + 30 * rnorm(4))
two("two-of-each", c(1, 3), c(6, 8))
two("two-against-many", c(5, 5.5), 5 + rnorm(9))
two("ties", c(100, 100, 101, 101, 101), c(100, 101, 101, 102, 102))
two("one-side-does-not-vary", rep(4, 5), c(4, 5, 4, 6, 5))
two("ratio-near-zero", 1e6 + 1000 * rnorm(6), 1e-3 * (1 + rnorm(6) / 50))
two("no-interval-of-the-ratio", c(-1, 2, -1.5, 3, 0.25), c(9, 10, 11, 9.5, 10))
two("wide-interval-of-the-ratio", c(1, 5, 3, 8, 2), c(9, 10, 11, 9.5, 10))
two("negative", c(-5, -6, -5.5, -5.25), c(-7, -6.5, -7.25, -8))
two("tiny", 1e-12 * (1 + rnorm(5) / 100), 1.01e-12 * (1 + rnorm(5) / 100))
two("far-apart", 1 + rnorm(20) / 1000, 2 + rnorm(20) / 1000)
two("same-means", c(1, 2, 3), c(0, 2, 4))
two("thirty", 1000 + 10 * rnorm(30), 1003 + 12 * rnorm(30))
two("eight-of-each", 500 + rnorm(8), 501 + rnorm(8))
two("inside-the-margin", 1000 + rnorm(10), 1001 + rnorm(10))
two("mean-of-zero", c(-1, 1, -2, 2), c(3, 4, 5, 6), ratio = FALSE)

# ---- many tests -----------------------------------------------------------
many <- function(name, p) {
	cat("case", name, "\n")
	say("p", p)
	say("holm", p.adjust(p, "holm"))
	say("bh", p.adjust(p, "BH"))
}
many("one-p", 0.03)
many("p-in-order", c(0.001, 0.01, 0.02, 0.03, 0.04, 0.5))
many("p-with-ties", c(0.04, 0.01, 0.04, 0.01, 1, 1, 0.2, 0))
many("p-of-200", sample(c(runif(180), runif(20)^6)))

# ---- hierarchical ---------------------------------------------------------
# Balanced: mean squares of aov() over the sizes below are the S_i^2. v has the
# lowest level next to each other, as st_hier() wants it. Near 0 R rounds less.
hier <- function(name, v, r) {
	d <- expand.grid(lapply(r, seq_len))
	n <- length(r)
	cat("case", name, "\n")
	say("v", v)
	say("r", r)
	first <- v[1]
	v <- v - first
	size <- cumprod(c(1, r))
	s2 <- numeric(n)
	for (i in seq_len(n)) {
		g <- if (i < n) do.call(paste, d[(i + 1):n]) else rep(1, length(v))
		f <- do.call(paste, d[i:n])
		ms <- if (i < n)
			anova(lm(ave(v, f) ~ factor(g)))["Residuals", "Sum Sq"]
		else
			anova(lm(ave(v, f) ~ 1))["Residuals", "Sum Sq"]
		s2[i] <- ms / size[i] / ((r[i] - 1) * prod(r[-(1:i)]))
	}
	t2 <- pmax(0, s2 - c(0, s2[-n] / r[-n]))
	top <- tapply(v, d[[n]], mean)
	ci <- t.test(top)
	say("s2", s2)
	say("t2", t2)
	say("hier", mean(v) + first, ci$conf.int + first)
	if (n == 3 && all(s2 - c(0, s2[-n] / r[-n]) > 0) &&
	    requireNamespace("lme4", quietly = TRUE)) {
		fit <- lme4::lmer(v ~ 1 + (1 | b) + (1 | b:r),
				  data.frame(v = v, b = factor(d[[3]]),
					     r = factor(d[[2]])),
				  control = lme4::lmerControl(optCtrl =
					list(xtol_rel = 1e-12, ftol_abs = 1e-14)))
		vc <- as.data.frame(lme4::VarCorr(fit))
		say("lmer", vc$vcov[match(c("Residual", "b:r", "b"), vc$grp)])
	}
}

noise <- function(r, sd, mean = 1000) {
	x <- rep(mean, prod(r))
	for (i in seq_along(r)) {
		each <- prod(r[seq_len(i - 1)])
		x <- x + rep(rnorm(length(x) / each, sd = sd[i]), each = each)
	}
	x
}
hier("boots-runs-iterations", noise(c(10, 3, 5), c(3, 4, 6)), c(10, 3, 5))
hier("many-iterations", noise(c(50, 3, 10), c(10, 5, 10)), c(50, 3, 10))
hier("boots-that-do-not-differ", noise(c(8, 4, 6), c(9, 1, 0)), c(8, 4, 6))
hier("huge-mean", noise(c(5, 3, 5), c(1, 2, 3), 1e9), c(5, 3, 5))
hier("two-levels", noise(c(7, 6), c(2, 3)), c(7, 6))
hier("one-level", noise(9, 2), 9)
