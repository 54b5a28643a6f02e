.PHONY: build run test fmt lint coverage smoke

# a JDK that is new enough, wherever it is installed, as for the scripts
jdk = . bin/lib/java.sh && agw_find_java && agw_maven

build:
	bin/agwctl --version

run:
	bin/agwd --source gitops-examples/quickstart

test:
	bin/check

fmt:
	@$(jdk) && mvn -q spotless:apply

lint:
	@$(jdk) && mvn -q -DskipTests verify

coverage:
	bin/coverage

smoke: build
	bin/agwctl gateway validate -f gitops-examples/quickstart
