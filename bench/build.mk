# SPDX-License-Identifier: GPL-2.0-only
#
# build.mk - which libraries kptbench has, by what it is built for
#
# Nothing but libc is required. For the host whatever is installed is used;
# arm64 and x86_64 guests have both libraries, static; those of another
# architecture have none unless its two variables name them.
$(foreach a,$(GUESTS),$(eval BENCH_LIBS_$(a) := -lm))

# header,library,define: does a program with both link?
BENCH_HAVE = $(shell echo 'int main(void) { return 0; }' | \
	$(CC) -include $(1) -xc - -o /dev/null -l$(2) 2>/dev/null && echo $(3))

BENCH_CFLAGS_host := \
	$(call BENCH_HAVE,perfmon/pfmlib_perf_event.h,pfm,-DHAVE_LIBPFM) \
	$(call BENCH_HAVE,hwloc.h,hwloc,-DHAVE_HWLOC)
BENCH_LIBS_host := $(if $(findstring LIBPFM,$(BENCH_CFLAGS_host)),-lpfm) \
	$(if $(findstring HWLOC,$(BENCH_CFLAGS_host)),-lhwloc) -lm

# What hwloc's static library wants and a guest has not.
BENCH_STUBS := bench/static/stubs.c

BENCH_CFLAGS_x86_64 := -DHAVE_LIBPFM -DHAVE_HWLOC
BENCH_LIBS_x86_64 := $(BENCH_STUBS) -lhwloc -lpfm -lm

# Downloads at most once, and only when a recipe that builds for arm64 runs:
# $$ keeps the reference through the expansion that makes the rules.
BENCH_SYSROOT_arm64 = $(or $(BENCH_ROOT_arm64),$(eval BENCH_ROOT_arm64 := \
	$(shell bench/sysroot.sh))$(BENCH_ROOT_arm64),$(error bench/sysroot.sh: \
	no libraries for arm64 guests))
BENCH_INCLUDE_arm64 = -isystem $$(BENCH_SYSROOT_arm64)/usr/include \
	-isystem $$(BENCH_SYSROOT_arm64)/usr/include/aarch64-linux-gnu
BENCH_LIBDIR_arm64 = -L$$(BENCH_SYSROOT_arm64)/usr/lib/aarch64-linux-gnu
BENCH_CFLAGS_arm64 = -DHAVE_LIBPFM -DHAVE_HWLOC $(BENCH_INCLUDE_arm64)
BENCH_LIBS_arm64 = $(BENCH_STUBS) $(BENCH_LIBDIR_arm64) -lhwloc -lpfm -lm
