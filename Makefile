# `make help` lists the targets. Everything that is built lands in build/<variant>.

VERSION := 0.1.0

CC         ?= cc
PKG_CONFIG ?= pkg-config
INSTALL    ?= install
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
JOBS       ?= $(shell nproc 2>/dev/null || echo 1)

# As many jobs as there are cores, unless the command line says otherwise.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS)
endif
MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:

# ---- One folder per variant: SANITIZE=address,undefined, SANITIZE=thread, COVERAGE=yes, CC=clang.

comma    := ,
compiler := $(filter-out cc gcc,$(notdir $(firstword $(CC))))
variant  := $(if $(COVERAGE),coverage,$(if $(SANITIZE),$(subst $(comma),-,$(SANITIZE)),release))
BUILD    ?= build/$(variant)$(addprefix -,$(compiler))

# ---- Flags. CFLAGS, CPPFLAGS and LDFLAGS are the caller's and come last.

CFLAGS ?= $(if $(COVERAGE),-O0,$(if $(SANITIZE),-O1 -fno-omit-frame-pointer,-O2)) -g

warnings := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
            -Wmissing-prototypes -Wformat=2 -Wvla -Wundef -Wpointer-arith \
            -Wwrite-strings -Wswitch-enum -Wimplicit-fallthrough -Wno-overlength-strings -Werror

# What a compiler for this machine may not know is tried once, when the first file is compiled.
try_options = $(foreach option,$(1),$(shell echo 'int main(void) { return 0; }' | \
              $(CC) -Werror $(option) -x c - -o /dev/null 2>/dev/null && echo '$(option)'))
wanted_warnings  := -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Walloca \
                    -Wtrampolines -Wbidi-chars=any
wanted_hardening := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full \
                    -mbranch-protection=standard -fno-delete-null-pointer-checks \
                    -ftrivial-auto-var-init=zero
optional = $(eval optional := $$(call try_options,$(wanted_warnings) $(wanted_hardening)))$(optional)

fortify    := $(if $(SANITIZE)$(COVERAGE),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
sanitize   := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all)
coverage   := $(if $(COVERAGE),--coverage)
link_flags := -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed $(sanitize) $(coverage)

libraries         := json-c libpcre2-8 yaml-0.1
program_libraries := libmicrohttpd gnutls openssl libcurl
packages_cflags    = $(eval packages_cflags := $$(shell $$(PKG_CONFIG) --cflags \
                     $(libraries) $(program_libraries)))$(packages_cflags)
packages_libs      = $(eval packages_libs := $$(shell $$(PKG_CONFIG) --libs \
                     $(program_libraries) $(libraries)))$(packages_libs) -lm
check_cflags       = $(eval check_cflags := $$(shell $$(PKG_CONFIG) --cflags check))$(check_cflags)
check_libs         = $(eval check_libs := $$(shell $$(PKG_CONFIG) --libs check))$(check_libs)

all_cppflags = -Iinclude/release-gate -Isrc -DRELEASE_GATE_VERSION='"$(VERSION)"' $(fortify) \
               $(packages_cflags) $(CPPFLAGS)
all_cflags   = -std=gnu11 $(warnings) $(optional) -fPIE -pthread $(sanitize) $(coverage) \
               -ffile-prefix-map=$(CURDIR)/= $(CFLAGS)
compile      = $(call say,compile,$<)$(CC) $(all_cppflags) $(all_cflags) -MMD -MP -c -o $@ $<
link         = $(call say,link,$@)$(CC) -pthread $(link_flags) $(LDFLAGS) -o $@ $(filter %.o %.a,$^)

# One short line for each step; V=1 shows the commands.
say = $(if $(V),,@printf '%-8s %s\n' '$(1)' '$(2)' && )

# ---- What there is.

pure_folders  := base core document config admission promotion export
shell_folders := $(filter-out $(pure_folders),$(patsubst src/%/,%,$(wildcard src/*/)))
headers       := $(sort $(foreach folder,$(pure_folders),$(wildcard include/release-gate/$(folder)/*.h)))

objects_of    = $(patsubst %.c,$(BUILD)/%.o,$(sort $(1)))
pure_objects  := $(call objects_of,$(foreach folder,$(pure_folders),$(wildcard src/$(folder)/*.c))) \
                 $(BUILD)/src/core/kind_table.o
shell_objects := $(call objects_of,$(foreach folder,$(shell_folders),$(wildcard src/$(folder)/*.c)))
main_object   := $(BUILD)/src/main.o

unit_sources   := $(sort $(wildcard tests/unit/*.c))
test_sources   := $(filter tests/unit/test_%.c,$(unit_sources))
helper_objects := $(call objects_of,$(filter-out $(test_sources) tests/unit/confusion.c,$(unit_sources)))
tests          := $(patsubst %.c,$(BUILD)/%,$(test_sources))
fuzz_sources   := $(sort $(wildcard tests/fuzz/fuzz_*.c))
fuzz_programs  := $(patsubst %.c,$(BUILD)/%,$(fuzz_sources))
fuzz_replays   := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/fuzz/replay_%,$(fuzz_sources))
test_objects   := $(call objects_of,$(unit_sources) $(wildcard tests/bench/*.c tests/fuzz/*.c))

program       := $(BUILD)/release-gate
library       := $(BUILD)/librelease-gate.a
shell_library := $(BUILD)/librelease-gate-shell.a
helpers       := $(BUILD)/librelease-gate-test.a
man_page      := $(BUILD)/release-gate.1
# A page of its own for each of these; tests/install.sh knows when one is missing.
man_pages     := $(man_page) $(patsubst %,$(BUILD)/release-gate-%.1,\
                 serve check explain promote test doctor config cleanup completion version diff-policy audit export help)
completions   := $(patsubst %,$(BUILD)/completion.%,bash zsh fish)
pc_file       := $(BUILD)/release-gate.pc

integration_tests := $(filter-out %/lib.sh,$(sort $(wildcard tests/integration/*.sh)))
# What has threads: the server and check. The rest of the command line is nothing for SANITIZE=thread.
ifeq ($(SANITIZE),thread)
integration_tests := $(filter-out %/lib.sh,$(sort $(shell grep -lw start_server tests/integration/*.sh))) tests/integration/check.sh
endif
fault_tests       := tests/faults/faults.sh
torture_tests     := $(sort $(wildcard tests/torture/*.sh))
project_tests     := tests/architecture.sh tests/docs.sh tests/install.sh tests/new_kind.sh tests/schemas/validate.sh
scripts           := $(sort $(filter-out %.awk,$(wildcard .ci/run deploy/ci/github/check deploy/ci/github/install deploy/github/scripts/* \
                     deploy/helm-plugin/post-render scripts/* demo/run certs/make-dev-certs \
                     tests/*.sh tests/integration/*.sh tests/bench/*.sh tests/schemas/*.sh \
                     tests/chart/*.sh tests/chart/crds tests/fuzz/*.sh tests/tools/* \
                     tests/faults/*.sh tests/torture/*.sh \
                     tests/e2e/*.sh tests/e2e/sandbox tests/e2e/cases/*.sh)))
c_files           := $(sort $(wildcard src/*.c src/*/*.[ch] include/release-gate/*/*.h \
                     tests/*/*.[ch]))

# ---- Building.

.PHONY: all setup setup-% test check test-valgrind test-chart e2e image-test fuzz fuzz-go fuzz-programs \
        torture demo install uninstall lint format format-check coverage confusion instructions bench bench-check \
        footprint help test-page bench-audit clean

all: $(program) $(library) $(man_pages) $(completions) $(pc_file) ## build the program, the library and the man pages

# Targets that promise to work on a fresh machine install what is missing; the others explain it.
self_sufficient := test check test-valgrind test-chart e2e image-test fuzz fuzz-go torture demo coverage confusion \
                   instructions bench bench-audit lint format format-check test-page setup
explain         := $(if $(filter $(self_sufficient),$(MAKECMDGOALS)),,--explain)

setup: ## install what building needs (Debian and its derivatives)
	@scripts/install-packages $(explain) build

setup-%:
	@scripts/install-packages $(explain) build $*

$(pure_objects) $(shell_objects) $(main_object): | setup
$(test_objects): | setup-test

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(compile)

# The table of kinds is data: its C is made, and not kept.
$(BUILD)/src/core/kind_table.c: src/core/kinds.table scripts/kinds scripts/kinds.awk
	@mkdir -p $(@D)
	$(call say,write,$@)scripts/kinds c > $@

$(BUILD)/src/core/kind_table.o: $(BUILD)/src/core/kind_table.c Makefile
	$(compile)

# The page's style and script as bytes that a compiler reads, and their SHA-256 as the page's
# Content-Security-Policy names it.
page_assets := $(patsubst %,$(BUILD)/%.inc,$(wildcard src/report/html_page.css src/report/html_page.js))
page_hashes := $(page_assets:.inc=.hash)

$(page_assets): $(BUILD)/%.inc: % Makefile
	@mkdir -p $(@D)
	$(call say,write,$@)od -An -v -td1 $< | sed 's/  *\(-*[0-9][0-9]*\)/\1,/g' > $@

$(page_hashes): $(BUILD)/%.hash: % Makefile
	@mkdir -p $(@D)
	$(call say,write,$@)printf "\"'sha256-%s'\"\n" "$$(sha256sum $< | cut -c 1-64 | tr a-f A-F | \
	    basenc --base16 -d | base64)" > $@

$(BUILD)/src/report/html_assets.o $(BUILD)/src/report/html_assets.tidy: $(page_assets) $(page_hashes)
$(BUILD)/src/report/html_assets.o $(BUILD)/src/report/html_assets.tidy: all_cppflags += -I$(BUILD)/src/report

$(test_objects): all_cppflags += -Itests/unit $(check_cflags)
# Check's macros pass variable arguments that C11 wants at least one of; case tables hold formats,
# and literals where main() gets its arguments.
$(test_objects): all_cflags += -Wno-pedantic -Wno-format-nonliteral -Wno-write-strings \
                               $(if $(findstring clang,$(CC)),-Wno-gnu-zero-variadic-macro-arguments)

# Without `rm` the members of deleted sources would stay.
$(library): $(pure_objects)
$(shell_library): $(shell_objects)
$(helpers): $(helper_objects)
$(BUILD)/%.a:
	@rm -f $@
	$(call say,archive,$@)$(AR) rcs $@ $^

$(program): $(main_object) $(shell_library) $(library)
	$(link) $(packages_libs)

$(tests) $(BUILD)/tests/unit/confusion: %: %.o $(helpers) $(shell_library) $(library)
	$(link) $(check_libs) $(packages_libs)

$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(library)
	$(link) $(packages_libs)

# For the regression cases: without a fuzzer, with any compiler.
$(BUILD)/tests/fuzz/replay_%: $(addprefix $(BUILD)/tests/fuzz/,fuzz_%.o fuzz.o standalone.o) $(library)
	$(link) $(library) $(packages_libs)

# Behind the library in the list, which is why the two recipes name it again.
$(addprefix $(BUILD)/tests/fuzz/,replay_kubeconfig fuzz_kubeconfig): \
    $(call objects_of,$(wildcard src/cluster/*.c src/runtime/*.c))

.PRECIOUS: $(BUILD)/tests/fuzz/%.o
# The gate's side of the comparisons with Go.
fuzz_streams := $(patsubst %,$(BUILD)/tests/fuzz/%_stream,answer file)
$(fuzz_streams): %: %.o $(addprefix $(BUILD)/tests/fuzz/,frames.o fuzz.o) $(library)
	$(link) $(packages_libs)

$(BUILD)/tests/fuzz/fuzz_%: link_flags += -fsanitize=fuzzer
$(BUILD)/tests/fuzz/fuzz_%: $(addprefix $(BUILD)/tests/fuzz/,fuzz_%.o fuzz.o) $(library)
	$(link) $(library) $(packages_libs)

# Preloaded: no checker's flags, and no start before main().
$(BUILD)/tests/faults/failing_calls.so: tests/faults/failing_calls.c Makefile
	@mkdir -p $(@D)
	$(call say,link,$@)$(CC) -std=gnu11 -O2 $(warnings) -Wno-pedantic -fPIC -shared -o $@ $<

$(BUILD)/tests/torture/system_calls: tests/torture/system_calls.c Makefile
	@mkdir -p $(@D)
	$(call say,link,$@)$(CC) -std=gnu11 -O2 $(warnings) -o $@ $< $$($(PKG_CONFIG) --libs libseccomp)

$(man_page): $(program)
	$(call say,write,$@)$(program) help --man > $@

$(BUILD)/release-gate-%.1: $(program)
	$(call say,write,$@)$(program) help --man $* > $@

$(BUILD)/completion.%: $(program)
	$(call say,write,$@)$(program) completion $* > $@

pc_for_prefix = sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' \
                -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' -e 's|@VERSION@|$(VERSION)|' \
                -e 's|@LIBRARIES@|$(libraries)|' release-gate.pc.in

$(pc_file): release-gate.pc.in Makefile
	@mkdir -p $(@D)
	$(call say,write,$@)$(pc_for_prefix) > $@

# ---- Trying it out.

demo: setup-demo $(program) ## start the webhook here and send it recorded requests
	@demo/run $(program)

# ---- Testing. Under a sanitizer and valgrind Check must not fork.

test test-valgrind test-chart e2e image-test torture: export BUILD := $(BUILD)
test test-valgrind: export CC := $(CC)
# Check ends a test after 4 s, which a busy machine or -O0 may need.
export CK_TIMEOUT_MULTIPLIER := 10
export RG_TEST_DATA := $(CURDIR)/tests/data
export RELEASE_GATE := $(CURDIR)/$(program)
export ASAN_OPTIONS := allocator_may_return_null=1:detect_leaks=1:detect_stack_use_after_return=1
export UBSAN_OPTIONS := print_stacktrace=1
export TSAN_OPTIONS := allocator_may_return_null=1:halt_on_error=1:second_deadlock_stack=1

test: setup-test all $(tests) $(fuzz_replays) $(BUILD)/tests/unit/confusion $(BUILD)/tests/faults/failing_calls.so ## run all tests; SANITIZE=address,undefined or thread for a checked build
	@$(if $(SANITIZE),CK_FORK=no) tests/run.sh $(tests) tests/fuzz/replay.sh $(integration_tests) \
	    $(if $(findstring thread,$(SANITIZE))$(COVERAGE),,$(fault_tests)) \
	    $(if $(SANITIZE)$(COVERAGE),,$(project_tests))

check: test ## the same as test

# Not under valgrind: lifecycle.sh kills the program, and what a killed program leaves behind counts as
# lost; test_out_of_memory and its two companions have a malloc of their own, of which valgrind
# sees nothing; valgrind ends a process whose exec fails, as test_cluster wants it.
test-valgrind: setup-valgrind all $(tests) ## run unit and integration tests under valgrind
	@CK_FORK=no VALGRIND=yes tests/run.sh \
	    $(filter-out %/lifecycle.sh %/test_out_of_memory %/test_out_of_memory_files %/test_out_of_memory_cluster %/test_cluster,\
	    $(tests) $(integration_tests))

test-chart: setup-test $(program) ## render and lint the Helm chart, show it to a real API server (needs Go)
	@tests/tools/build kubectl helm4
	@tests/run.sh $(filter-out %/lib.sh,$(sort $(wildcard tests/chart/*.sh))) \
	    tests/integration/check_kubectl.sh tests/integration/ci_systems.sh

e2e: setup-test $(program) ## install the chart in a real cluster and use it there (needs Go, as root)
	@tests/run.sh tests/e2e/e2e.sh && sed -n 's/^# *//p' $(BUILD)/test-logs/e2e.log

test-page: setup-page $(program) ## open the HTML report in Chromium and take the pictures in docs/images
	@tests/page.sh docs/images

image-test: setup-image ## build the Dockerfile without a registry and start what is in it (as root)
	@tests/run.sh tests/image.sh && sed -n 's/^# *//p' $(BUILD)/test-logs/image.log

# libFuzzer comes with clang. The library is compiled again, with what tells the fuzzer where it was.
fuzz_build := CC=clang SANITIZE=address,undefined,fuzzer-no-link
TIME       ?= 60
SEED       ?= 1
TARGETS    ?=

fuzz-programs: $(fuzz_programs)

fuzz: setup-fuzz ## fuzz every target (or those in TARGETS) for TIME seconds each
	@$(MAKE) $(fuzz_build) fuzz-programs
	@tests/fuzz/run.sh build/address-undefined-fuzzer-no-link-clang/tests/fuzz $(TIME) $(TARGETS)

fuzz-go: setup-test $(fuzz_streams) ## compare with the API server's decoder, then kubectl's, for TIME seconds each (needs Go)
	@cd tests/fuzz/go && go build -o $(CURDIR)/$(BUILD)/tests/fuzz/ ./api-server ./kubectl
	@tests/fuzz/beside_go.py $(BUILD)/tests/fuzz/api-server $(BUILD)/tests/fuzz/answer_stream \
	    --seconds $(TIME) --seed $(SEED)
	@tests/fuzz/beside_kubectl.py $(BUILD)/tests/fuzz/kubectl $(BUILD)/tests/fuzz/file_stream \
	    --seconds $(TIME) --seed $(SEED)

torture: setup-torture $(program) $(BUILD)/tests/torture/system_calls ## small versions of what docs/reliability.md measures (as root)
	@JOBS=1 tests/run.sh $(torture_tests)

coverage: setup-coverage ## which lines the tests reach: a summary, and build/coverage/html
	@$(MAKE) COVERAGE=yes test; status=$$?; \
	mkdir -p build/coverage/html && \
	gcovr --root . --filter src/ --object-directory build/coverage --print-summary \
	    --html-details build/coverage/html/index.html && exit $$status

confusion: setup-test $(BUILD)/tests/unit/confusion ## how the classes meet real references, as markdown
	@$(BUILD)/tests/unit/confusion

instructions: setup-valgrind $(BUILD)/tests/bench/judge_file ## instructions per decision, by size
	@tests/instructions.sh $(BUILD)/tests/bench/judge_file

tools = $(shell tests/tools/build --folder)

bench: setup-bench $(program) ## beside nginx, Go and OPA, alone and at an API server, into docs/benchmarks.md (15 min, needs Go); QUICK=1
	@tests/tools/build opa bench-webhook etcd kube-apiserver
	@tests/bench/bench.py $(program) $(tools)
bench-audit: setup-audit $(program) ## audits of clusters of growing size, as markdown
	@tests/bench/audit.sh $(program)

footprint: $(program) ## time to start, and memory with 1000 connections, as markdown
	@tests/bench/footprint.py $(program) tests/data/reviews/001-CREATE-deployments.json

bench-check: $(program) ## check beside conftest on 10,000 manifests, as markdown (needs Go)
	@tests/tools/build conftest
	@tests/bench/check.py $(program) $(tools)/conftest

# ---- Reading.

tidy_flags = $(filter-out -W%,$(all_cppflags) $(filter -std=%,$(all_cflags))) \
             -Itests/unit $(check_cflags)

lint: setup-lint $(patsubst %.c,$(BUILD)/%.tidy,$(filter %.c,$(c_files))) ## clang-tidy and shellcheck; -k for all complaints at once
	@shellcheck -x -P SCRIPTDIR $(scripts)

$(BUILD)/%.tidy: %.c .clang-tidy tests/unit/.clang-tidy $(filter %.h,$(c_files)) | setup-lint
	@mkdir -p $(@D)
	$(call say,lint,$<)clang-tidy --quiet $< -- $(tidy_flags) 2>$@.log || { cat $@.log; exit 1; }
	@touch $@

format: setup-lint ## lay out the C code as .clang-format says
	@clang-format -i $(c_files)

format-check: setup-lint ## complain about C code that is laid out differently
	@clang-format --dry-run --Werror $(c_files)

# ---- Installing.

# Where each shell looks for scripts of others.
bash_completion := $(DATADIR)/bash-completion/completions/release-gate
zsh_completion  := $(DATADIR)/zsh/site-functions/_release-gate
fish_completion := $(DATADIR)/fish/vendor_completions.d/release-gate.fish
# kubectl takes this name for its command "release-gate".
kubectl_plugin  := $(BINDIR)/kubectl-release_gate

define installed_files
$(BINDIR)/release-gate
$(kubectl_plugin)
$(bash_completion)
$(zsh_completion)
$(fish_completion)
$(LIBDIR)/librelease-gate.a
$(LIBDIR)/pkgconfig/release-gate.pc
$(addprefix $(MANDIR)/man1/,$(notdir $(man_pages)))
endef

install: all ## copy program, library, headers, man pages and completions below PREFIX; DESTDIR for packagers
	$(INSTALL) -d $(addprefix $(DESTDIR),$(BINDIR) $(LIBDIR)/pkgconfig $(MANDIR)/man1 \
	    $(dir $(bash_completion) $(zsh_completion) $(fish_completion)))
	$(INSTALL) -m 755 $(program) $(DESTDIR)$(BINDIR)/release-gate
	$(INSTALL) -m 644 $(library) $(DESTDIR)$(LIBDIR)/librelease-gate.a
	$(pc_for_prefix) > $(DESTDIR)$(LIBDIR)/pkgconfig/release-gate.pc
	chmod 644 $(DESTDIR)$(LIBDIR)/pkgconfig/release-gate.pc
	ln -sf release-gate $(DESTDIR)$(kubectl_plugin)
	$(INSTALL) -m 644 $(man_pages) $(DESTDIR)$(MANDIR)/man1
	$(INSTALL) -m 644 $(BUILD)/completion.bash $(DESTDIR)$(bash_completion)
	$(INSTALL) -m 644 $(BUILD)/completion.zsh $(DESTDIR)$(zsh_completion)
	$(INSTALL) -m 644 $(BUILD)/completion.fish $(DESTDIR)$(fish_completion)
	@for folder in $(pure_folders); do \
	    $(INSTALL) -d $(DESTDIR)$(INCLUDEDIR)/release-gate/$$folder && \
	    $(INSTALL) -m 644 include/release-gate/$$folder/*.h \
	        $(DESTDIR)$(INCLUDEDIR)/release-gate/$$folder || exit 1; \
	done

uninstall: ## remove what install copied
	rm -f $(addprefix $(DESTDIR),$(installed_files))
	rm -rf $(DESTDIR)$(INCLUDEDIR)/release-gate

# ---- The rest.

help: ## show this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | \
	    while IFS='	' read -r target text; do printf '  make %-14s %s\n' "$$target" "$$text"; done

clean: ## remove build/
	rm -rf build

-include $(patsubst %.o,%.d,$(pure_objects) $(shell_objects) $(main_object) $(test_objects))
