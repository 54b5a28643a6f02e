.PHONY: build run test fmt lint coverage smoke

build:
	bin/agwctl --version
run:
	bin/agwd --source gitops-examples/quickstart
test:
	bin/check
