# SPDX-License-Identifier: GPL-2.0-only
#
# build.mk - which libraries kptbench has, by what it is built for
#
# Nothing but libc is required: what is found when it is built is used
# (common/found.sh). Guests of an architecture with a sysroot always have both
# libraries, static; others have none unless a variable names them.
BENCH_WANTS := hwloc:hwloc.h:HAVE_HWLOC \
	pfm:perfmon/pfmlib_perf_event.h:HAVE_LIBPFM

BENCH_LIBS_host := $(BENCH_WANTS) -lm
$(foreach a,$(GUESTS),$(eval BENCH_LIBS_$(a) := -lm))
# What hwloc's static library wants and a guest has not is in a stub.
$(foreach a,$(HOSTS),$(eval BENCH_STUB_$(a) := bench/static/stubs.c))
$(foreach a,$(HOSTS),$(eval BENCH_LIBS_$(a) := -Xlinker --wrap=dlopen \
	$(BENCH_WANTS) -lm))
