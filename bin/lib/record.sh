# Sourced by java.sh: runs both programs once with each other, so that the next runs start from a cache
# of what was loaded and of what was hot. Needs no network, and leaves nothing but the caches; when it
# fails, empty ones, so that it is not tried at every start.

agw_record_both() {
    echo "  recording a run, so that later ones start quickly" >&2
    agw_dist=$agw_root/target/dist
    agw_scratch=$(mktemp -d) || return 0
    (
        trap 'rm -rf "$agw_scratch"' EXIT
        trap 'exit 130' INT TERM
        agw_rehearse >"$agw_root/target/record.log" 2>&1 </dev/null || true
        for agw_program in agwd agwctl; do
            agw_made=$agw_scratch/$agw_program.aot
            agw_target=$agw_dist/$agw_program/$agw_program-$agw_runtime.aot
            [ -f "$agw_made" ] || : >"$agw_made"
            # a rename within the folder, so that nobody ever sees half of it
            mv -f "$agw_made" "$agw_target.$$" && mv -f "$agw_target.$$" "$agw_target" || true
        done
    )
}

# agw_rehearse: a gateway applies a bundle from a folder and another from agwctl, answers, and ends
agw_rehearse() {
    mkdir "$agw_scratch/folder" "$agw_scratch/sent"
    agw_example folder 150 >"$agw_scratch/folder/bundle.yaml"
    agw_example sent 150 >"$agw_scratch/sent/bundle.yaml"
    cd "$agw_scratch"
    agw_log=$agw_scratch/agwd.log
    # shellcheck disable=SC2086
    env -i "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$agw_scratch/agwd.aot" $agwd_flags \
        -cp "$(agw_classpath "$agw_dist/agwd")" io.agw.server.Agwd --addr 127.0.0.1:0 --admin-addr 127.0.0.1:0 \
        --data-dir "$agw_scratch/data" --source "$agw_scratch/folder" >"$agw_log" 2>&1 &
    agw_pid=$!
    trap 'kill -KILL "$agw_pid" 2>/dev/null || true; rm -rf "$agw_scratch"' EXIT
    agw_waited=0
    until grep -q ': applied ' "$agw_log"; do
        agw_waited=$((agw_waited + 1))
        if [ "$agw_waited" -gt 600 ] || ! kill -0 "$agw_pid" 2>/dev/null; then
            cat "$agw_log"
            return 1
        fi
        sleep 0.2
    done
    agw_data=$(sed -n 's/^agwd .* serves clients at \([^ ]*\) .*/\1/p' "$agw_log")
    agw_admin=$(sed -n 's/^agwd .* operators at \([^ ]*\)$/\1/p' "$agw_log")
    agw_send -XX:AOTCacheOutput="$agw_scratch/agwctl.aot" \
        -- gateway apply -f "$agw_scratch/sent" --admin-addr "http://$agw_admin"
    agw_send -- chat hello --admin-addr "http://$agw_admin" --base-url "http://$agw_data/folder/v1"
    kill -TERM "$agw_pid"
    wait "$agw_pid"
    cat "$agw_log"
}

# agw_send JVM-OPTION... -- ARGUMENT...: runs agwctl beside the gateway that rehearses
agw_send() {
    agw_jvm=
    while [ "$1" != -- ]; do
        agw_jvm="$agw_jvm $1"
        shift
    done
    shift
    # shellcheck disable=SC2086
    env -i AGW_DATA_DIR="$agw_scratch/data" "$JAVA_HOME/bin/java" $agw_jvm $agw_ctl_flags \
        -cp "$(agw_classpath "$agw_dist/agwctl")" io.agw.cli.Main "$@"
}

# agw_example NAME COUNT: a bundle of so many routes and keys, enough for the JVM to see what is hot
agw_example() {
    cat <<EOF
apiVersion: gateway.agw/v1alpha1
kind: GatewayBundle
providers:
  - {id: $1, provider_type: echo, default_model: echo-1}
llmRoutes:
  - {id: $1, protocol: openai, match_policy: {path_prefix: /$1}, target_policy: {type: direct-provider, provider_id: $1}}
EOF
    agw_i=0
    while [ "$agw_i" -lt "$2" ]; do
        agw_i=$((agw_i + 1))
        cat <<EOF
  - id: $1-$agw_i
    protocol: openai
    description: Route number $agw_i.
    match_policy:
      path_prefix: /$1/$agw_i
    target_policy:
      type: logical-model
      default_model: fast
      fallback:
        enabled: true
        max_num: 1
      model_targets:
        - name: fast
          strategy: weighted
          candidates:
            - provider_id: $1
              upstream_model: echo-1
              weight: 9
            - provider_id: $1
              upstream_model: echo-2
EOF
    done
    echo virtualKeys:
    echo "  - {id: $1, allowed_route_ids: [$1]}"
    agw_i=0
    while [ "$agw_i" -lt "$2" ]; do
        agw_i=$((agw_i + 1))
        cat <<EOF
  - id: $1-$agw_i
    description: Key number $agw_i.
    allowed_route_ids: [$1, $1-$agw_i]
EOF
    done
}

agw_record_both
