# SPDX-License-Identifier: GPL-2.0-only
#
# The whole project: `make help` prints what there is. One make, no
# recursion but into Kbuild, for the module.

VERSION := $(shell sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)
ARCH ?= arm64
CONFIG ?= rt
# Boots of a kernel: one for each layout of memory, and the first once more.
LAYOUTS ?= 3
ifeq ($(origin BOOTS),undefined)
BOOTS := $(shell expr $(LAYOUTS) + 1)
endif
SCENARIOS ?= standard
BASE ?= base
PATCHED ?= patched
ENGINE ?= local
V ?= 0
# For a goal that builds kernels CC= on the command line is a list of compilers
# of kernels, and programs are made by cc.
comma := ,
COMPILERS :=
ifeq ($(origin CC),command line)
ifneq ($(filter compare profile kernels walk,$(MAKECMDGOALS)),)
COMPILERS := $(subst $(comma), ,$(CC))
override CC := cc
endif
endif
export COMPILERS ARCH CONFIG BOOTS SCENARIOS BASE PATCHED KERNELS KSRC SERIES DRY V \
	JOBS TIMEOUT ENGINE SHARDS

B := build
ARCHES := $(notdir $(patsubst %/,%,$(dir $(wildcard configs/arch/*/arch.conf))))
# Those with a key in their file: an emulator is named for a guest, a variant
# takes the programs of the guest it is like, and the others are built alone.
with = $(notdir $(patsubst %/,%,$(dir $(shell grep -l '^$(1) ' \
	configs/arch/*/arch.conf))))
GUESTS := $(call with,binary)
VARIANTS := $(call with,like)
MACHINES := $(sort $(GUESTS) $(VARIANTS))
BUILT := $(filter-out $(MACHINES),$(ARCHES))
# Those that have a sysroot, and are hosts of guests themselves in tests.
HOSTS := arm64 x86_64
# What the tests boot.
TESTED := arm64 riscv64 x86_64

ifeq ($(V),1)
Q :=
say := @:
else
Q := @
say = @printf '  %-7s %s\n'
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

##@ Everyday
.PHONY: help
help: ## print this
	@printf 'kptbench %s: what a page-table patch series does to a kernel\n' \
		'$(VERSION)'
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' \
		$(firstword $(MAKEFILE_LIST)) install.mk
	@printf '\nVariables (default)\n'
	@printf '  %-12s %s\n' \
		ARCH '$(ARCH); one of: $(MACHINES); all;' \
		'' 'or, to be built alone: $(BUILT)' \
		CONFIG '$(CONFIG); lock configuration: plain, distro, rt, debug' \
		LAYOUTS '$(LAYOUTS); layouts of memory a difference has to hold in' \
		BOOTS '$(BOOTS); boots of each kernel: LAYOUTS and one' \
		SCENARIOS '$(SCENARIOS); by comma: names of configs/scenarios,' \
		'' '@GROUPs (build/kptvm list has them), or all' \
		SERIES 'none; patches to judge: an mbox, a folder, a quilt queue' \
		KSRC 'none; a git tree of Linux: then BASE and PATCHED are revisions' \
		BASE '$(BASE); kernel compared with; or deb:PACKAGE, image:PATH' \
		PATCHED '$(PATCHED); kernel judged; likewise' \
		KERNELS 'none; instead of these two any number, the base first' \
		LIST 'none; of make releases: kernels, as in KERNELS' \
		CMDLINE 'none; more words for the command line of both' \
		JOBS 'one a CPU; compilers and guests at once' \
		TIMEOUT '300; seconds until a guest is taken for hung' \
		DRY 'none; 1: tell what would be built and booted, and how long' \
		CC 'gcc; builds the kernels, as gcc-12 or clang-14; of several a' \
		'' 'column each. For other goals: what our programs are built by' \
		ENGINE '$(ENGINE); what runs builds and boots: local, or slurm' \
		SHARDS 'BOOTS; with slurm: parts that boots are divided into' \
		RESULTS 'results/DATE-ARCH-CONFIG; a folder there goes on' \
		V '$(V); 1 shows every command'
	@printf '\nFirst time on Debian 12 or 13, as root: make deps compare\n'

# One name, and no pattern.
ifneq ($(words $(filter $(ARCHES) all,$(ARCH)) $(ARCH)),2)
$(error ARCH='$(ARCH)' is not an architecture; it is one of: $(ARCHES); or all)
endif

# ---- what must be installed -------------------------------------------
# An architecture names its own packages in its arch.conf.
DEPS := gcc make libc6-dev pkg-config libjansson-dev libinih-dev libgsl-dev \
	libpfm4-dev libhwloc-dev libudev-dev gnuplot-nox linux-source-6.12 \
	libdw-dev libelf-dev libsqlite3-dev flex bison bc rsync kmod cpio xz-utils zstd gzip \
	libssl-dev perl git gawk shellcheck sparse valgrind
# Wanted by tests alone: installed by make deps check.
CHECK_DEPS := bash-completion build-essential busybox-static ccache chromium \
	clang debhelper \
	dh-dkms dkms debootstrap e2fsprogs fonts-dejavu-core gpg kexec-tools libclang-rt-dev \
	linux-perf lintian lz4 man-db sqlite3
ARCH_DEPS = $(sort $(shell vm/packages.sh $(DEPS_ARCHES)))
# Only what ARCH needs; and what the tests boot, when they are to be run too.
DEPS_ARCHES = $(sort $(if $(filter all,$(ARCH)),$(ARCHES),$(ARCH)) \
	$(if $(filter results,$(MAKECMDGOALS)),$(ARCHES)) \
	$(if $(filter check bench,$(MAKECMDGOALS)),$(TESTED)))

.PHONY: deps
deps: ## install what ARCH, and `check` if named too, need (as root)
	$(Q)common/deps.sh $(DEPS) $(ARCH_DEPS) \
		$(if $(filter walk,$(MAKECMDGOALS)),ccache) \
		$(if $(filter check,$(MAKECMDGOALS)),$(CHECK_DEPS) \
			linux-headers-$$(dpkg --print-architecture 2>&1))

# ---- programs ----------------------------------------------------------
CC ?= cc
PREFIX ?= /usr/local
SHARE := $(PREFIX)/share/kptbench
TOPDIR := $(PREFIX)/lib/kptbench
CPPFLAGS += -I. -I$(B)/gen -D_GNU_SOURCE -DKPT_VERSION='"$(VERSION)"'
CFLAGS ?= -O2 -g
# No fused multiply-add: every machine is to compute the same bits.
WARN := -std=gnu11 -ffp-contract=off -Wall -Wextra -Werror
# What clang finds in addition is meant: { NULL }, an empty title, a struct of
# the kernel that ends in an array, first in one of ours.
WARN += -Wno-missing-field-initializers -Wno-format-zero-length \
	-Wno-gnu-variable-sized-type-not-at-end
include bench/build.mk

RECORD_READ := $(addprefix common/,record_read.c record_check.c record_values.c)
COMMON := $(addprefix common/,record.c scenario.c plan.c options.c options_doc.c durable.c text.c util.c)
BENCH_DIRS := bench bench/campaign bench/collect bench/memory bench/work
BENCH_SRC := $(wildcard $(BENCH_DIRS:%=%/*.c)) $(COMMON)
INIT_SRC := vm/guest/init.c vm/guest/init_module.c
VM_SRC := $(filter-out $(INIT_SRC),$(wildcard vm/*.c vm/*/*.c)) $(COMMON) \
	$(RECORD_READ)
VM_LIBS := inih:ini.h jansson:jansson.h -lm
# Guests that are hosts have no vmlinux to read.
VM_LIBS_host := elf:gelf.h:HAVE_LIBELF $(VM_LIBS)
PROF_COMMON := profile/mark.c profile/counts.c profile/windows.c \
	profile/boot.c profile/touched.c
STAT_SRC := $(wildcard analyze/*.c analyze/*/*.c analyze/*/*/*.c) $(COMMON) \
	$(PROF_COMMON) $(RECORD_READ)
STAT_LIBS := jansson:jansson.h gsl:gsl/gsl_cdf.h -lgslcblas \
	dw:elfutils/libdw.h elf:libelf.h sqlite3:sqlite3.h -lm
GEN := $(addprefix $(B)/gen/,collectors.h works.h memories.h reports.h \
	plots.h html_css.h install.h)

# A file's name is its registration: X(name) a line, sorted.
list = mkdir -p $(@D) && for f in $(sort $(basename $(notdir $(1)))); do \
	echo "X($$f)"; done | tr - _ > $@.new && \
	{ cmp -s $@.new $@ && rm $@.new || mv $@.new $@; }
$(B)/gen/collectors.h: $(wildcard bench/collect/*.c) bench/collect
	@$(call list,$(wildcard bench/collect/*.c))
$(B)/gen/works.h: $(wildcard bench/work/*.c) bench/work
	@$(call list,$(wildcard bench/work/*.c))
$(B)/gen/memories.h: $(wildcard bench/memory/*.c) bench/memory
	@$(call list,$(wildcard bench/memory/*.c))
$(B)/gen/reports.h: $(wildcard analyze/report/format/*.c) analyze/report/format
	@$(call list,$(wildcard analyze/report/format/*.c))
$(B)/gen/plots.h: $(wildcard analyze/plot/picture/*.c) analyze/plot/picture
	@$(call list,$(wildcard analyze/plot/picture/*.c))

# The style sheet of the HTML report, as one string.
$(B)/gen/html_css.h: analyze/report/html.css
	@mkdir -p $(@D)
	@sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $< >$@

# program,libs,compiler and flags,arch: what a program is built with is found
# out when it is built, after deps in the same make. Guests are for an
# architecture, and may have the libraries of its sysroot.
define found
$(1).found: FORCE $(if $(filter deps,$(MAKECMDGOALS)),| deps)
	@FOR='$(1)' DEPS='make deps$(if $(4), ARCH=$(4))' \
		SYSROOT='$(addprefix bench/sysroot.sh ,$(filter $(HOSTS),$(4)))' \
		common/found.sh $$@ '$(2)' $(3)
endef
# line,program: a line of that, for a recipe
line = $$$$(sed -n 's/^$(1)//p' $(2).found)

# program,objdir,compiler,cflags,sources
define objects
$$(patsubst %.c,$(2)/%.o,$(5)): $(2)/%.o: %.c $(1).found | $$(GEN)
	$$(say) CC $$@
	@mkdir -p $$(@D)
	$$(Q)$(3) $$(CPPFLAGS) $$(CFLAGS) $$(WARN) $(4) \
		$(call line,cflags,$(1)) -MMD -MP -c -o $$@ $$<
-include $$(patsubst %.c,$(2)/%.d,$(5))
endef

# program,objdir,compiler,cflags,sources,libs,arch; libs: see common/found.sh
define program
$(call objects,$(1),$(2),$(3),$(4),$(5))
$(call found,$(1),$(6),$(3) $$(CPPFLAGS) $$(CFLAGS) $$(WARN) $(4) $$(LDFLAGS),$(7))
$(1): $$(patsubst %.c,$(2)/%.o,$(5))
	$$(say) LD $$@
	@mkdir -p $$(@D)
	$$(Q)$(3) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ $(call line,libs,$(1))
endef

$(eval $(call program,$(B)/kptbench,$(B)/obj-bench,$(CC),,$(BENCH_SRC),$(BENCH_LIBS_host)))
$(eval $(call program,$(B)/kptvm,$(B)/obj-vm,$(CC),,$(VM_SRC),$(VM_LIBS_host)))
$(eval $(call program,$(B)/kptstat,$(B)/obj-stat,$(CC),,$(STAT_SRC),$(STAT_LIBS)))

# Guests: static, compiler from the architecture's file.
define guest
GUEST_CC_$(1) := $$(shell vm/arch.sh cc $(1))
$$(eval $$(call program,$(B)/guest-$(1)/kptbench,$(B)/obj-guest-$(1),$$(GUEST_CC_$(1)),,$(BENCH_SRC) $(BENCH_STUB_$(1)),-static -s $(BENCH_LIBS_$(1)),$(1)))
$$(eval $$(call program,$(B)/guest-$(1)/init,$(B)/obj-init-$(1),$$(GUEST_CC_$(1)),,$(INIT_SRC) common/util.c,-static -s,$(1)))
guest-$(1): $(B)/guest-$(1)/kptbench $(B)/guest-$(1)/init
.PHONY: guest-$(1)
endef
$(foreach a,$(GUESTS),$(eval $(call guest,$(a))))
$(foreach v,$(VARIANTS),$(eval guest-$(v): guest-$(shell vm/arch.sh like $(v))))
$(addprefix guest-,$(BUILT)):
	@echo "kptbench: $(@:guest-%=%) is built and not run: make kernels" \
		"ARCH=$(@:guest-%=%)" >&2; exit 1

# For guests that are hosts of guests themselves; so what kptvm has for one
# architecture alone is compiled on any machine.
$(foreach a,$(HOSTS),$(eval $(call program,$(B)/guest-$(a)/kptvm,$(B)/obj-vm-$(a),$(GUEST_CC_$(a)),,$(VM_SRC),-static -s $(VM_LIBS),$(a))))

# QEMU's plugin finds QEMU's functions when it is loaded.
PROF_CC = $(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) -fPIC -fvisibility=hidden -shared
# One object a version of the interface that QEMU has had, from one source.
PLUGINS := $(addprefix $(B)/,kptprof-1.so kptprof-3.so)
$(eval $(call found,$(B)/kptprof.so,,$$(PROF_CC)))
$(PLUGINS): $(B)/kptprof-%.so: $(wildcard profile/*.[ch]) kmod/kptb_mark.h \
		$(B)/kptprof.so.found
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(PROF_CC) -DKPT_QEMU_API=$* -o $@ $(filter %.c,$^)

.PHONY: tools
tools: $(B)/kptbench $(B)/kptvm $(B)/kptstat $(PLUGINS) ## build the programs

##@ Measuring
.PHONY: kernels compare profile releases walk results bench bench-stat
kernels: compiler
.PHONY: compiler
compiler:
	@cc=$$(vm/arch.sh cross $(ARCH) | tail -n 1)gcc; \
		[ -n "$(LLVM)$(COMPILERS)" ] || command -v "$$cc" >/dev/null || \
		{ echo "kptbench: there is no compiler $$cc here; as root," \
			"make deps ARCH=$(ARCH) installs it" >&2; exit 1; }
kernels: tools ## build both kernels into the cache, and no more
	$(Q)for dry in --dry-run ''; do for cc in $(or $(COMPILERS),''); do \
		said=$$($(B)/kptvm kernel --arch $(ARCH) --config $(CONFIG) \
			--variant base --variant patched $$dry \
			$${cc:+--cc "$$cc"}) || exit; \
		[ "$$dry" ] || echo "$$said"; \
	done; done

ifeq ($(ARCH),all)
compare profile: export MATRIX_ARCHES := $(MACHINES)
compare profile: export MATRIX_BUILT := $(BUILT)
compare profile: tools $(addprefix guest-,$(GUESTS))
	$(Q)vm/matrix.sh
else
compare profile: tools guest-$(ARCH)
	$(Q)vm/compare.sh
endif
compare: ## build, boot and measure both kernels, report
profile: export PROFILE := 1
profile: ## the same, and where instructions went

releases: export KERNELS := $(LIST)
releases: export HISTORY := 1
releases: tools $(addprefix guest-,$(filter-out all,$(ARCH))) ## what changed with which of the kernels of LIST
	$(Q)[ -n "$(LIST)" ] || { $(B)/kptvm releases --arch $(ARCH) >&2; \
		echo 'releases: LIST= is wanted: kernels in their order, with KSRC=TREE revisions, or first words of the lines above (kptvm releases --help)' >&2; exit 2; }
	$(Q)vm/compare.sh

walk: tools $(addprefix guest-,$(filter-out all,$(ARCH))) ## which patch moved what: every step measured
	$(Q)vm/walk.sh

results: export MATRIX_ARCHES := $(MACHINES)
results: export MATRIX_BUILT := $(BUILT)
results: tools $(addprefix guest-,$(GUESTS)) ## the full matrix, and RESULTS.md
	$(Q)vm/results.sh

.PHONY: publish
publish: tools ## RESULTS.md anew, from the records in results/published/
	$(Q)vm/publish.sh

bench: tools guest-arm64 guest-x86_64 ## how fast kptbench itself is
	$(Q)perl tests/bench.pl; a=$$?; echo; $(MAKE) -s bench-stat && exit $$a

bench-stat: tools $(B)/measure ## how fast kptstat is, beside R
	$(Q)perl tests/bench-stat.pl
$(eval $(call found,$(B)/measure,,$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(WARN)))
$(B)/measure: tests/measure.c $(B)/measure.found
	$(say) CC $@
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) -o $@ $<

##@ Testing
.PHONY: check lint
check: $(HOSTS:%=$(B)/guest-%/kptvm)
check: tools $(addprefix guest-,$(TESTED)) unit ## all tests, or TESTS=FILES; boots guests
	$(Q)$(PROVE) $(TESTS)
PROVE ?= prove --timer
TESTS ?= tests/*.t $(UNITS)

# The README's commands on machines that have nothing yet.
FRESH ?= bookworm trixie
FRESH_RUN ?= make deps compare; make deps check
.PHONY: check-fresh
check-fresh: ## the same, and compare, on bare machines: FRESH=RELEASES
	$(Q)status=0; for suite in $(FRESH); do \
		tests/fresh.sh "$$suite" '$(FRESH_RUN)' || status=1; done; \
		exit $$status

# What tests of hostile records run.
ASAN := -fsanitize=address,undefined -fno-sanitize-recover=all
$(eval $(call program,$(B)/kptstat-asan,$(B)/obj-asan,$(CC),$(ASAN),$(STAT_SRC),$(ASAN) $(STAT_LIBS)))

# In the place of kptbench in a guest, a program that does what no scenario
# does. Its folder is what kptvm run --guest wants.
SOAK_SRC := $(wildcard tests/soak/guest/*.c) common/util.c common/text.c \
	common/record.c
define soak_guest
$$(eval $$(call program,$(B)/soak-$(1)/kptbench,$(B)/obj-soak-$(1),$$(GUEST_CC_$(1)),,$(SOAK_SRC),-static -s -lm,$(1)))
$(B)/soak-$(1)/init: $(B)/guest-$(1)/init
	$$(Q)mkdir -p $$(@D) && cp $$< $$@
soak-$(1): $(B)/soak-$(1)/kptbench $(B)/soak-$(1)/init
.PHONY: soak-$(1)
endef
$(foreach a,$(TESTED),$(eval $(call soak_guest,$(a))))

# What takes an hour or needs what not everybody has; each says what it needs.
.PHONY: soak
soak: $(HOSTS:%=$(B)/guest-%/kptvm) $(TESTED:%=soak-%)
soak: tools $(addprefix guest-,$(GUESTS)) ## long tests (docs/reliability.md)
	$(Q)prove --timer tests/soak/*.t

# Every tests/unit/X.c is a TAP program linked with the code it tests.
UNIT_SRC := $(wildcard tests/unit/*.c)
UNITS := $(UNIT_SRC:tests/%.c=$(B)/%)
LIB_SRC := $(filter-out analyze/kptstat.c,$(STAT_SRC))
.PHONY: unit
unit: $(UNITS)
$(eval $(call objects,$(B)/kptstat-asan,$(B)/obj-asan,$(CC),$(ASAN),$(UNIT_SRC)))
$(UNITS): $(B)/%: $(B)/obj-asan/tests/%.o $(LIB_SRC:%.c=$(B)/obj-asan/%.o)
	$(say) LD $@
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ \
		$$(sed -n 's/^libs//p' $(B)/kptstat-asan.found)

include tests/fuzz/build.mk
.PHONY: fuzz
fuzz: fuzz-run ## every reader for FUZZ_SECONDS (600) under sanitizers

lint: $(GEN) ## shellcheck, sparse and checkpatch
	$(Q)tests/lint.sh

##@ The rest
include install.mk

.PHONY: clean
clean: ## remove build/ (the kernel cache stays)
	rm -rf $(B)
