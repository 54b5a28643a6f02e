# Sourced by the scripts beside this folder; POSIX sh. Finds a JDK 25 or newer and builds the
# programs on first use.

agw_root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
agw_need=25
agw_runtime=
# what the JVM has to say goes to standard error, and nothing about a cache that it does not use
agw_log_flags="-Xlog:disable -Xlog:all=warning:stderr -Xlog:aot*=off:stderr -Xlog:cds*=off:stderr"
# the flags of a run must equal those of the recorded one, or its cache is not used
agw_ctl_flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow"
# a young generation of a fixed size, a third of it for survivors: one that follows a small heap cannot
# hold the turns under way, so that what dies young fills the old one and the heap grows to its limit.
# What survives twice goes to the old one at once: each collection stops everything for as long as it
# copies, and what an apply makes lives for seconds
agwd_flags="-XX:+UseSerialGC -Xms112m -Xmn64m -XX:SurvivorRatio=4 -XX:MaxTenuringThreshold=2 -XX:+UseCompactObjectHeaders -Xss512k -XX:MetaspaceSize=64m -XX:TrimNativeHeapInterval=10000 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

# agw_heap SIZE: sets agw_heap_flags to those for a heap of at most SIZE, such as 512m or 1g. A JVM whose heap
# begins larger than it may become does not start, so what it begins with follows a smaller one
agw_heap() {
    agw_number=${1%[kKmMgG]}
    case $agw_number in
    [1-9]*) ;;
    *) agw_number=x ;;
    esac
    case $agw_number in
    *[!0-9]*)
        echo "$(basename -- "$0"): AGWD_HEAP: \"$1\" (expected: a size such as 512m or 1g)" >&2
        exit 64
        ;;
    esac
    case $1 in
    *[gG]) agw_mib=$((agw_number * 1024)) ;;
    *[mM]) agw_mib=$agw_number ;;
    *[kK]) agw_mib=$((agw_number / 1024)) ;;
    *) agw_mib=$((agw_number / 1048576)) ;;
    esac
    agw_heap_flags=-Xmx$1
    if [ "$agw_mib" -lt 112 ]; then
        agw_heap_flags="$agw_heap_flags -Xms$1 -Xmn$((agw_mib / 2))m"
    fi
}

# agw_major JAVA: prints the major version of a java program, nothing when it does not run
agw_major() {
    "$1" -XshowSettings:properties -version 2>&1 |
        sed -n 's/^ *java\.specification\.version = \([0-9][0-9]*\).*/\1/p'
}

# agw_try HOME...: sets JAVA_HOME to the first one that is new enough
agw_try() {
    for agw_home in "$@"; do
        [ -x "$agw_home/bin/java" ] || continue
        agw_version=$(agw_major "$agw_home/bin/java")
        [ "${agw_version:-0}" -ge "$agw_need" ] || continue
        JAVA_HOME=$agw_home
        export JAVA_HOME
        return 0
    done
    return 1
}

# agw_release HOME: true when the folder's release file names a new enough version; costs no process.
# Sets agw_runtime to the exact version, in characters fit for a file's name.
agw_release() {
    [ -r "$1/release" ] || return 1
    agw_runtime=
    agw_found=1
    while IFS= read -r agw_line; do
        case $agw_line in
        JAVA_RUNTIME_VERSION=*)
            agw_runtime=${agw_line#JAVA_RUNTIME_VERSION=}
            agw_runtime=${agw_runtime#\"}
            agw_runtime=${agw_runtime%%[!0-9A-Za-z.+-]*}
            ;;
        JAVA_VERSION=*)
            agw_line=${agw_line#JAVA_VERSION=}
            agw_line=${agw_line#\"}
            agw_line=${agw_line%%[!0-9]*}
            [ "${agw_line:-0}" -lt "$agw_need" ] || agw_found=0
            ;;
        esac
    done <"$1/release"
    return "$agw_found"
}

agw_find_java() {
    if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ] && agw_release "$JAVA_HOME"; then
        export JAVA_HOME
        return 0
    fi
    agw_path_java=$(command -v java 2>/dev/null) || agw_path_java=
    for agw_home in \
        "${agw_path_java:+$(dirname -- "$(dirname -- "$(readlink -f -- "$agw_path_java" 2>/dev/null || echo "$agw_path_java")")")}" \
        /usr/lib/jvm/* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
        "$HOME"/.jdks/* \
        /opt/java/* /opt/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if [ -n "$agw_home" ] && [ -x "$agw_home/bin/java" ] && agw_release "$agw_home"; then
            JAVA_HOME=$agw_home
            export JAVA_HOME
            return 0
        fi
    done
    agw_runtime=
    agw_try "${JAVA_HOME:-}" "${agw_path_java%/bin/java}" && return 0
    cat >&2 <<EOF
$(basename -- "$0"): no JDK $agw_need or newer found
  looked at: JAVA_HOME (${JAVA_HOME:-not set}), java on the PATH, /usr/lib/jvm, SDKMAN, ~/.jdks, macOS and Homebrew folders
  install one, for example:
    Debian, Ubuntu   apt install temurin-25-jdk   (packages of Eclipse Adoptium), or openjdk-25-jdk where your release has it
    Fedora           dnf install java-25-openjdk-devel
    macOS            brew install openjdk@25
    any system       sdk install java 25-tem      (SDKMAN)
  or set JAVA_HOME to one that is installed elsewhere
EOF
    exit 69
}

agw_maven() {
    command -v mvn >/dev/null 2>&1 && return 0
    echo "$(basename -- "$0"): mvn not found (expected: Apache Maven 3.8.6 or newer on the PATH; apt install maven, brew install maven)" >&2
    exit 69
}

# agw_stale: true when a source file is newer than the last build
agw_stale() {
    [ -f "$agw_root/target/dist/stamp" ] || return 0
    [ -n "$(cd "$agw_root" && find pom.xml .mvn bin/lib bundle-schema store reconciler agents server cli \
        \( -name target -o -name test \) -prune -o -type f -newer target/dist/stamp -print 2>/dev/null | head -n 1)" ]
}

# agw_build: packages the programs into target/dist, once, quietly
agw_build() {
    agw_maven
    mkdir -p "$agw_root/target"
    agw_lock=$agw_root/target/.build-lock
    agw_waited=0
    until mkdir "$agw_lock" 2>/dev/null; do
        agw_waited=$((agw_waited + 1))
        if [ "$agw_waited" -gt 600 ]; then
            echo "$(basename -- "$0"): another build holds $agw_lock for 10 minutes (expected: it ends; remove the folder if none runs)" >&2
            exit 75
        fi
        sleep 1
    done
    trap 'rm -rf "$agw_lock"' EXIT
    trap 'exit 130' INT TERM
    if agw_stale; then
        echo "building Agent Gateway, once (a minute or two, output in target/build.log)" >&2
        agw_log=$agw_root/target/build.log
        (cd "$agw_root" && mvn -B -DskipTests -Dmaven.test.skip.exec=true -Dspotless.check.skip=true package) >"$agw_log" 2>&1 &
        agw_mvn=$!
        agw_last=
        while kill -0 "$agw_mvn" 2>/dev/null; do
            agw_now=$(sed -n 's/^\[INFO\] Building \([^ ]*\) .*\(\[[0-9/]*\]\)$/  \2 \1/p' "$agw_log" | tail -n 1)
            if [ -n "$agw_now" ] && [ "$agw_now" != "$agw_last" ]; then
                echo "$agw_now" >&2
                agw_last=$agw_now
            fi
            sleep 1
        done
        if ! wait "$agw_mvn"; then
            grep -E '^\[ERROR\]' "$agw_log" | head -n 20 >&2
            echo "$(basename -- "$0"): the build failed; all of its output is in target/build.log" >&2
            exit 70
        fi
        agw_assemble
    fi
    rm -rf "$agw_lock"
    trap - EXIT INT TERM
}

# agw_classpath FOLDER: its jars in one order, which the ahead-of-time caches depend on
agw_classpath() {
    printf '%s:' "$1"/*.jar
}

# agw_assemble: copies the jars aside, so that a later build never changes the files of a running program.
# What is there already stays, and its caches with it.
agw_assemble() {
    agw_new=$agw_root/target/dist.new
    rm -rf "$agw_new"
    for agw_pair in server:agwd cli:agwctl; do
        agw_module=${agw_pair%%:*}
        mkdir -p "$agw_new/${agw_pair##*:}"
        cp -p "$agw_root/$agw_module"/target/lib/*.jar "$agw_new/${agw_pair##*:}/"
        cp -p "$agw_root/$agw_module/target/$agw_module"-*-SNAPSHOT.jar "$agw_new/${agw_pair##*:}/"
    done
    if agw_same "$agw_new" "$agw_root/target/dist"; then
        rm -rf "$agw_new"
        touch "$agw_root/target/dist/stamp"
        return
    fi
    touch "$agw_new/stamp"
    rm -rf "$agw_root/target/dist.old"
    if [ -d "$agw_root/target/dist" ]; then mv "$agw_root/target/dist" "$agw_root/target/dist.old"; fi
    mv "$agw_new" "$agw_root/target/dist"
    rm -rf "$agw_root/target/dist.old"
    agw_record
}

# agw_same FOLDER FOLDER: true when both hold the same programs
agw_same() {
    [ -d "$2" ] && [ "$(cd "$1" && echo */*.jar)" = "$(cd "$2" && echo */*.jar)" ] || return 1
    for agw_jar in "$1"/*/*.jar; do
        cmp -s "$agw_jar" "$2/${agw_jar#"$1"/}" || return 1
    done
}

# agw_cache PROGRAM: sets agw_aot to the options that start a program from its cache of loaded
# classes. A cache is of one build and one JDK; for another JDK it is made anew, where that is possible.
# The JVM looks at jars, version and flags itself and starts without a cache that does not fit.
agw_cache() {
    agw_aot=$agw_root/target/dist/$1/$1-$agw_runtime.aot
    if [ -n "$agw_runtime" ] && [ ! -e "$agw_aot" ] && [ -w "$agw_root/target/dist/$1" ]; then agw_record; fi
    if [ -s "$agw_aot" ]; then
        agw_aot="-XX:AOTCache=$agw_aot"
    else
        agw_aot=
    fi
}

# agw_record: makes the caches; see record.sh
agw_record() {
    [ -z "$agw_runtime" ] || . "$agw_root/bin/lib/record.sh"
}
