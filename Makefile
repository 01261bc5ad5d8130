# xunjian - run `make help` for the targets.
# Sources are found, not listed: a new .c under robot, checks or reporters is built into the
# robot, a folder of fixtures with a main.c is a program, tests/**/test_*.c is run.
# MODE picks the build (release, asan, coverage), each in its own folder under build/, so that
# switching never mixes objects; a changed compiler or flag rebuilds what it touches.

NAME    := xunjian
VERSION := 0.1.0
MODE    ?= release
CC      ?= cc
PREFIX  ?= /usr/local
BUILD   := build/$(MODE)
JOBS    ?= $(shell nproc)
# For the big targets: all cores, unless -j said how many.
PARALLEL = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS) -Oline) --no-print-directory

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wvla -Wformat=2 -Wno-format-nonliteral -Werror
FLAGS.release  := -O2 -g
FLAGS.asan     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
FLAGS.coverage := -O0 -g --coverage
FLAGS.fuzz     := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer

# The robot's libraries, then those only the demo app and the tests need.
PKGS         := libcurl libxml-2.0 libpcre2-8 libfyaml openssl sqlite3 zlib libmicrohttpd
FIXTURE_PKGS := jansson gnutls libmicrohttpd
TEST_PKGS    := criterion

CPPFLAGS += -Irobot -I. -D_GNU_SOURCE -DXUNJIAN_VERSION='"$(VERSION)"'
CFLAGS   += -std=c17 $(WARN) $(FLAGS.$(MODE)) -MMD -MP -pthread
# Deferred, so that `make deps` and `make help` work before the packages are there.
pkg_cflags = $(eval pkg_cflags := $(shell pkg-config --cflags $(PKGS) $(FIXTURE_PKGS)))$(pkg_cflags)
pkg_libs   = $(shell pkg-config --libs $(1)) -lm

SRC  := $(sort $(shell find robot checks reporters -name '*.c' 2>/dev/null))
# Style sheets, scripts and pages stay files of their own; each becomes a C string named after it.
# uPlot comes from npm at the version its lock file pins; it is built in and never committed.
UPLOT  := build/npm/page/node_modules/uplot/dist
# agent.js is one script: its parts in the order in which the page reads them.
AGENT_DIR := robot/transport/browser/agent
AGENT  := $(addprefix $(AGENT_DIR)/,words.js elements.js names.js find.js choose.js state.js reach.js wait.js \
            changes.js expect.js survey.js target.js cover.js snapshot.js seen.js templates.js cut_off.js overlap.js looks.js \
            motion.js felt.js ask.js)
ifneq ($(sort $(AGENT)),$(sort $(wildcard $(AGENT_DIR)/*.js)))
$(error AGENT in the Makefile and the scripts in $(AGENT_DIR) differ)
endif
ASSETS := $(filter-out $(AGENT),$(sort $(shell find reporters robot/web/page robot/transport/browser robot/transport/webdriver -name '*.css' -o -name '*.js' -o -name '*.html' \
            -o -name '*.svg'))) $(BUILD)/agent.js $(UPLOT)/uPlot.iife.min.js $(UPLOT)/uPlot.min.css
OBJ  := $(SRC:%.c=$(BUILD)/%.o) $(ASSETS:%=$(BUILD)/%.o)
LIB  := $(BUILD)/libxunjian.a
FIXTURES := $(sort $(patsubst fixtures/%/main.c,%,$(wildcard fixtures/*/main.c)))
FIXTURE_PROGRAMS := $(FIXTURES:%=$(BUILD)/%)
FIXTURE_SRC := $(sort $(foreach f,$(FIXTURES),$(wildcard fixtures/$f/*.c fixtures/$f/*/*.c)))
UNIT_SRC   := $(sort $(filter-out tests/system/% tests/fuzz/% tests/bench/%,$(shell find tests -name '*.c' 2>/dev/null)))
SYSTEM_SRC := $(sort $(wildcard tests/system/*.c tests/shared/*.c))
FUZZ_SRC   := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCH_SRC  := $(sort $(wildcard tests/bench/*.c)) tests/shared/backend.c tests/shared/seed.c
ALL_OBJ := $(OBJ) $(foreach s,$(FIXTURE_SRC) $(UNIT_SRC) $(SYSTEM_SRC) $(FUZZ_SRC) $(BENCH_SRC),$(BUILD)/$(s:.c=.o))

V ?= 0
ifneq ($V,1)
say = @printf '  %-5s %s\n' $(1) $(2);
endif

.PHONY: all schema check check-built check-faults house lint format tidy fuzz fuzz-smoke fuzz-run bench bench-peers \
        demo demo-serve deps fixtures programs asan coverage install clean help FORCE
.DEFAULT_GOAL := all
all: build/$(NAME) ## build the robot: build/xunjian

build/$(NAME): $(BUILD)/$(NAME) FORCE
	@cmp -s $< $@ || cp -f $< $@

$(BUILD)/$(NAME): $(BUILD)/robot/main.o $(LIB)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call pkg_libs,$(PKGS)) -o $@

$(LIB): $(filter-out $(BUILD)/robot/main.o,$(OBJ))
	@rm -f $@
	$(call say,AR,$@)ar qcs $@ $^

define fixture_program
$(BUILD)/$(1): $(patsubst %.c,$(BUILD)/%.o,$(filter fixtures/$(1)/%,$(FIXTURE_SRC)))
	$$(call say,LINK,$$@)$$(CC) $$(CFLAGS) $$(LDFLAGS) $$^ $$(call pkg_libs,$(FIXTURE_PKGS) openssl) -o $$@
endef
$(foreach f,$(FIXTURES),$(eval $(call fixture_program,$f)))

fixtures: $(FIXTURE_PROGRAMS)

programs: $(BUILD)/$(NAME) $(FIXTURE_PROGRAMS)

$(BUILD)/tests/unit: $(UNIT_SRC:%.c=$(BUILD)/%.o) $(LIB)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call pkg_libs,$(PKGS) $(TEST_PKGS)) -o $@

$(BUILD)/tests/system_tests: $(SYSTEM_SRC:%.c=$(BUILD)/%.o) $(LIB)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call pkg_libs,$(PKGS) $(TEST_PKGS)) -o $@

# The demo app's pages are built in (.incbin), which no dependency file knows.
$(BUILD)/fixtures/demo-app/app/pages.o: $(wildcard fixtures/demo-app/pages/*)
$(BUILD)/fixtures/demo-app/app/twins.o: $(wildcard fixtures/pages/*/*)
$(BUILD)/fixtures/demo-app/faults/page.o: fixtures/demo-app/faults/break.js

# A changed compiler or flag rebuilds everything, nothing else does.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D); echo '$(CC) $(CPPFLAGS) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CPPFLAGS) $(CFLAGS)' > $@
FORCE:

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)$(CC) $(CPPFLAGS) $(pkg_cflags) $(CFLAGS) -c $< -o $@

# --- tests ---------------------------------------------------------------------------------

# Criterion prints its synthesis on standard error, and a test that only leaks passes: the output is
# kept, and any word of a sanitizer in it fails the run (tests/run-suite.sh).
suite = XUNJIAN_BUILD=$(BUILD) tests/run-suite.sh $(BUILD)/$(1)

check: deps ## run every test, with sanitizers, as CI does
	$(MAKE) $(PARALLEL) MODE=asan check-built

check-built: $(BUILD)/tests/unit $(BUILD)/tests/system_tests programs house fuzz-smoke
	$(call suite,tests/unit)
	$(call suite,tests/system_tests)

asan: ## the tests of `make check`, without asking for packages
	$(MAKE) $(PARALLEL) MODE=asan check-built

check-faults: deps ## kill the robot a hundred times, fill its disk, fail a thousand journeys at once
	$(MAKE) $(PARALLEL) MODE=asan programs build/asan/tests/system_tests
	XUNJIAN_FAULT_ROUNDS=100 XUNJIAN_BUILD=build/asan tests/run-suite.sh build/asan/tests/system_tests --filter 'faults/*'

house: $(LIB) ## includes point down, pure rooms stay pure, files stay small
	tests/house/test.sh
	tests/house/house.sh $(BUILD)

schema: $(BUILD)/$(NAME) ## write scenarios/*.schema.json from the field tables
	$(BUILD)/$(NAME) lint --schema journey > scenarios/journey.schema.json
	$(BUILD)/$(NAME) lint --schema config > scenarios/xunjian.schema.json
	$(BUILD)/$(NAME) lint --schema calendar > scenarios/calendar.schema.json

format: ## format every source with clang-format
	tests/deps.sh clang-format
	git ls-files '*.c' '*.h' | xargs clang-format -i

lint: tidy ## clang-format and clang-tidy, complaining only
	tests/deps.sh clang-format
	git ls-files '*.c' '*.h' | xargs clang-format --dry-run -Werror

tidy: deps ## clang-tidy alone
	tests/deps.sh clang-tidy
	printf '%s\n' $(SRC) | xargs -P $(JOBS) -n 8 sh -c 'clang-tidy --quiet "$$@" -- $(filter-out -DXUNJIAN_VERSION=%,$(CPPFLAGS)) -DXUNJIAN_VERSION="\"$(VERSION)\"" $(pkg_cflags) -std=c17 2>/dev/null' tidy

coverage: deps ## line coverage of the tests, under build/coverage
	$(MAKE) $(PARALLEL) MODE=coverage check-built
	gcov -n $$(find build/coverage/robot build/coverage/checks build/coverage/reporters -name '*.gcda') 2>/dev/null | tail -1

# --- fuzzing: libFuzzer, so clang; seeds in tests/fuzz/corpus/NAME ---------------------------

FUZZ_NAMES   := $(FUZZ_SRC:tests/fuzz/fuzz_%.c=%)
FUZZ_SECONDS ?= 60

$(BUILD)/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(LIB)
	$(call say,LINK,$@)$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) $^ $(call pkg_libs,$(PKGS)) -o $@

fuzz: deps ## fuzz every parser for FUZZ_SECONDS each
	$(MAKE) $(PARALLEL) CC=clang MODE=fuzz FUZZ_SECONDS=$(FUZZ_SECONDS) fuzz-run

fuzz-smoke: ## fuzz every parser for two seconds each
	$(MAKE) --no-print-directory CC=clang MODE=fuzz FUZZ_SECONDS=2 fuzz-run

fuzz-run: $(FUZZ_NAMES:%=$(BUILD)/fuzz_%)
	@for name in $(FUZZ_NAMES); do tests/fuzz/run.sh $(BUILD) $$name $(FUZZ_SECONDS) || exit 1; done

# --- benches, demo, packages ------------------------------------------------------------------

$(BUILD)/bench: $(BENCH_SRC:%.c=$(BUILD)/%.o) $(LIB)
	$(call say,LINK,$@)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(call pkg_libs,$(PKGS)) -o $@

bench: $(BUILD)/bench programs ## measure, as ratios in one run: BENCH name value unit goal pass|short
	$(BUILD)/bench $(BUILD)

bench-peers: $(BUILD)/bench programs ## the same against blackbox_exporter, newman and playwright (installs them)
	tests/bench/peers.sh $(BUILD)
	tests/bench/browser.sh $(BUILD)

demo: deps ## start the demo app, run the four journeys, break one, run again
	$(MAKE) $(PARALLEL) all fixtures
	scenarios/demo.sh $(BUILD)

demo-serve: deps ## start the demo app and `xunjian serve` beside it, until Ctrl-C
	$(MAKE) $(PARALLEL) all fixtures
	scenarios/demo-serve.sh $(BUILD)

deps: ## install what building and testing needs (Debian packages)
	tests/deps.sh

install: all ## install under $(DESTDIR)$(PREFIX)
	install -D -m 755 build/$(NAME) $(DESTDIR)$(PREFIX)/bin/$(NAME)
	install -D -m 644 LICENSE $(DESTDIR)$(PREFIX)/share/doc/$(NAME)/LICENSE
	install -D -m 644 README.md $(DESTDIR)$(PREFIX)/share/doc/$(NAME)/README.md
	install -D -m 644 scenarios/xunjian.service $(DESTDIR)$(PREFIX)/lib/systemd/system/xunjian.service
	find scenarios -name '*.yaml' -o -name '*.json' | while read -r file; do \
		install -D -m 644 $$file $(DESTDIR)$(PREFIX)/share/$(NAME)/$$file || exit 1; done

$(UPLOT)/uPlot.iife.min.js $(UPLOT)/uPlot.min.css &: robot/web/page/package-lock.json
	$(call say,NPM,$<)tests/npm.sh robot/web/page build/npm/page && touch $(UPLOT)/uPlot.iife.min.js $(UPLOT)/uPlot.min.css

$(BUILD)/agent.js: $(AGENT) Makefile
	@mkdir -p $(@D)
	$(call say,JOIN,$@){ echo '(() => {'; echo '"use strict";'; cat $(AGENT); echo '})();'; } > $@

$(ASSETS:%=$(BUILD)/%.c): ASSET = $(subst .,_,$(notdir $(@:.c=)))
$(ASSETS:%=$(BUILD)/%.c): $(BUILD)/%.c: %
	@mkdir -p $(@D)
	$(call say,EMBED,$<)$(embed)
.SECONDARY: $(ASSETS:%=$(BUILD)/%.c)
# Question marks are escaped for the sake of trigraphs.
embed = { echo 'extern const char $(ASSET)[];'; echo 'const char $(ASSET)[] ='; \
	sed -e 's/[\\"?]/\\&/g' -e 's/.*/"&\\n"/' $<; echo ';'; } > $@
$(ASSETS:%=$(BUILD)/%.o): %.o: %.c $(BUILD)/flags
	@$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

clean: ## remove build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z -]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

-include $(ALL_OBJ:.o=.d)
