# The short front door. `make` alone prints what there is.
.DEFAULT_GOAL := help
.PHONY: help run serve build test check bench format asan setup

help:            ## what there is
	@echo "Lissom: say what you want done on the web."
	@echo
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16
	@echo
	@echo '  make run TASK="Return the title of the page" URL=https://example.com'

run: setup       ## one real task, from start to answer, on a bundled site (or TASK="…" URL=…)
	@tools/build release lissom
	@TASK='$(subst ','\'',$(TASK))' URL='$(subst ','\'',$(URL))' tools/run_task

serve: build     ## the server on 127.0.0.1:8080 (LISTEN=ADDRESS:PORT)
	@build/lissom serve $(if $(LISTEN),--listen '$(LISTEN)')

build: setup     ## the program at build/lissom
	@tools/build release lissom

test: setup      ## all tests; the last line sums up
	@python3 tools/test.py

check: setup     ## format, lint and house rules of what changed (ALL=1: of everything)
	@ALL='$(ALL)' tools/check

bench: build     ## every figure we claim
	@bench/run

format: setup    ## let clang-format have its way
	@git ls-files -co --exclude-standard '*.cpp' '*.hpp' | xargs -r clang-format-19 -i

asan: setup      ## unit tests under address and undefined-behaviour sanitizers
	@tools/build asan
	@ctest --preset asan

setup:           ## install what is missing on this machine
	@tools/setup
