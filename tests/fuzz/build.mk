# SPDX-License-Identifier: GPL-2.0-only
#
# build.mk - fuzz targets: a file of tests/fuzz is one, its corpus is
# tests/fuzz/corpus/NAME
#
# Wants clang with libFuzzer (libclang-rt-dev on Debian). New inputs go
# to build/fuzz/NAME.new; `make fuzz-merge` takes what covers more into the
# corpus. The first inputs were records of a machine and of make.awk, cut down
# by seed.awk, plans of kptvm and files of configs/.

FUZZ_SECONDS ?= 600
FUZZ_CC ?= clang
FUZZERS := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/*.c))
FUZZ_CFLAGS := -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -Dmain=kpt_program_main \
	-Wno-format-zero-length
FUZZ_LIBS := -fsanitize=fuzzer,address,undefined

$(eval $(call program,$(B)/fuzz/records,$(B)/obj-fuzz-records,$(FUZZ_CC),$(FUZZ_CFLAGS),tests/fuzz/records.c $(STAT_SRC),$(FUZZ_LIBS) $(STAT_LIBS)))
$(eval $(call program,$(B)/fuzz/plan,$(B)/obj-fuzz-plan,$(FUZZ_CC),$(FUZZ_CFLAGS),tests/fuzz/plan.c $(COMMON),$(FUZZ_LIBS) -lm))
$(eval $(call program,$(B)/fuzz/conf,$(B)/obj-fuzz-conf,$(FUZZ_CC),$(FUZZ_CFLAGS),tests/fuzz/conf.c vm/base/conf.c vm/run/scenarios.c vm/base/paths.c $(COMMON),$(FUZZ_LIBS) inih:ini.h -lm))
$(FUZZERS): | $(B)/fuzz
$(B)/fuzz:
	@mkdir -p $@

# A finding is left as build/fuzz/NAME-crash-*; build/fuzz/NAME FILE repeats it.
.PHONY: fuzzers fuzz-run fuzz-merge
fuzzers: $(FUZZERS)

fuzz-run: $(FUZZERS)
	$(Q)tests/fuzz/run.sh $(FUZZ_SECONDS) $^

fuzz-merge: $(FUZZERS)
	$(Q)tests/fuzz/run.sh merge $^
