.PHONY: build run test fmt lint coverage smoke

build:
	bin/agwctl --version

run:
	bin/agwd --source gitops-examples/quickstart

test:
	bin/check

fmt:
	mvn -q spotless:apply

lint:
	mvn -q -DskipTests verify

coverage:
	bin/coverage

smoke: build
	bin/agwctl gateway validate -f gitops-examples/quickstart
