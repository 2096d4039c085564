# SPDX-License-Identifier: GPL-2.0-only
# interval.R FILE - one interval of one metric, R started for it alone
d <- scan(commandArgs(TRUE)[1], list(side = 0L, value = 0), quiet = TRUE)
cat(t.test(d$value[d$side == 1], d$value[d$side == 0])$conf.int, "\n")
