# SPDX-License-Identifier: GPL-2.0-only
#
# install.mk - what is installed where, and the Debian packages
#
# PREFIX/bin has the programs, PREFIX/share/kptbench what they read, and
# PREFIX/lib/kptbench what kptvm takes for a checkout: configs, patches, the
# module's source, and the guests that were built.

PROGRAMS := kptbench kptvm kptstat
MAN := $(PROGRAMS:%=$(B)/man/%.1)
COMPLETIONS := $(PROGRAMS:%=$(B)/completions/%)

# Paths are compiled in: what knows one is built again when it changes.
$(B)/gen/install.h: FORCE
	@mkdir -p $(@D)
	@printf '#define KPT_DATADIR "%s"\n#define KPT_PLAN_DEFAULT "%s"\n' \
		'$(TOPDIR)' '$(SHARE)/default.plan' >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@
.PHONY: FORCE
FORCE:

.PHONY: man completions install install-dkms deb
man: $(MAN) ## man pages, made from the option tables, in build/man
$(B)/man/%.1: $(B)/%
	@mkdir -p $(@D)
	$(Q)$< help --man >$@
completions: $(COMPLETIONS)
$(B)/completions/%: $(B)/%
	@mkdir -p $(@D)
	$(Q)$< help --completion >$@

# The plan of a real machine: what the machine itself knows is left open.
MACHINE = $(patsubst aarch64,arm64,$(shell uname -m))
$(B)/default.plan: $(B)/kptvm $(wildcard configs/scenarios/*.conf)
	$(Q)KPTBENCH_TOP=. $(B)/kptvm plan --arch $(MACHINE) --mode metal --scenarios all,@commands | \
		sed -e 's/^\(label\|mode\|arch\|config_name\) .*/\1/' \
		-e 's/^boot .*/boot 0/' >$@

# Goes on with a campaign after each boot, and tells when it stopped.
SERVICES := $(B)/kptbench-campaign.service $(B)/kptbench-campaign-failed.service
$(SERVICES): $(B)/%.service: bench/%.service.in $(B)/gen/install.h
	@mkdir -p $(@D)
	$(Q)sed 's|@BINDIR@|$(PREFIX)/bin|' $< >$@

MODULE := $(wildcard kmod/Kbuild kmod/Makefile kmod/*.[ch] kmod/churn/*.[ch])
MODULE := $(filter-out %.mod.c kmod/churn_list.h,$(MODULE))
TOP_FILES = $(MODULE) $(wildcard vm/*.sh vm/engine/* common/apt.sh common/cache.sh \
	patches/*/*) $(shell find configs -type f)
GUEST_FILES = $(wildcard $(GUESTS:%=$(B)/guest-%/init) \
	$(GUESTS:%=$(B)/guest-%/kptbench))

# mode,folder,files: each below the folder by its own path
into = for f in $(3); do \
	install -D -m $(1) "$$f" "$(DESTDIR)$(2)/$$f" || exit 1; done
# the same, without the files' folders
flat = install -d "$(DESTDIR)$(2)" && \
	install -m $(1) $(3) "$(DESTDIR)$(2)"

install: tools $(MAN) $(COMPLETIONS) $(B)/default.plan $(SERVICES) ## install under PREFIX (and DESTDIR)
	$(Q)$(call flat,755,$(PREFIX)/bin,$(PROGRAMS:%=$(B)/%))
	$(Q)$(call flat,644,$(PREFIX)/share/man/man1,$(MAN))
	$(Q)$(call flat,644,$(PREFIX)/share/bash-completion/completions,$(COMPLETIONS))
	$(Q)$(call flat,644,$(SHARE),$(B)/default.plan)
	$(Q)$(call flat,644,$(PREFIX)/lib/systemd/system,$(SERVICES))
	$(Q)$(call into,644,$(SHARE),$(wildcard plots/*.g*))
	$(Q)$(call into,644,$(TOPDIR),$(filter-out %.sh vm/engine/%,$(TOP_FILES)))
	$(Q)$(call into,755,$(TOPDIR),$(filter %.sh vm/engine/%,$(TOP_FILES)))
	$(Q)$(call into,755,$(TOPDIR),$(GUEST_FILES))
	$(Q)$(call into,644,$(TOPDIR),$(PLUGINS))
	@echo "The module: make install-dkms, or make -C $(TOPDIR)/kmod"

# Where DKMS looks: PREFIX does not matter to it.
DKMS := /usr/src/kptbench-$(VERSION)
install-dkms: ## put the module's source where DKMS finds it
	$(Q)cd kmod && $(call into,644,$(DKMS),$(MODULE:kmod/%=%))
	$(Q)sed 's/@VERSION@/$(VERSION)/' kmod/dkms.conf.in \
		>"$(DESTDIR)$(DKMS)/dkms.conf"
	@echo "Then: dkms install kptbench/$(VERSION)"

# Built from a copy, since the packaging tools write into the tree.
DEB := $(B)/deb/kptbench-$(VERSION)
deb: ## Debian packages of programs and module, in build/deb
	$(Q)rm -rf $(B)/deb && mkdir -p $(DEB)
	$(Q)git ls-files -z | xargs -0 cp -a --parents -t $(DEB)
	$(Q)cd $(DEB) && dpkg-buildpackage -us -uc -b
	$(Q)ls $(B)/deb/*.deb
