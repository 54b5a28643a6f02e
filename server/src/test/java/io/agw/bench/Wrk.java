package io.agw.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Load by wrk, one thread, a fixed body.
record Wrk(Path folder) {
    private static final Pattern RESULT = Pattern.compile("RES (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");

    /// What one run came to.
    ///
    /// @param requests answered
    /// @param seconds it took
    /// @param p50Micros median latency
    /// @param p99Micros 99th percentile of the latency
    /// @param errors socket errors, time-outs and answers that are not 2xx
    record Result(long requests, double seconds, long p50Micros, long p99Micros, long errors) {}

    /// A load to apply.
    ///
    /// @param key virtual key, empty for none
    record Load(String url, int connections, int seconds, Body body, String key) {}

    /// What is sent.
    enum Body {
        PLAIN("plain.json"),
        STREAM("stream.json"),
        /// 16 KiB.
        LARGE("large.json");

        private final String file;

        Body(String file) {
            this.file = file;
        }
    }

    static Wrk prepare(Path folder) throws IOException {
        Files.writeString(folder.resolve(Body.PLAIN.file), Payloads.request(false));
        Files.writeString(folder.resolve(Body.STREAM.file), Payloads.request(true));
        Files.writeString(folder.resolve(Body.LARGE.file), Payloads.largeRequest());
        Files.writeString(
                folder.resolve("wrk.lua"),
                """
                function init(args)
                  wrk.method = 'POST'
                  local file = io.open(args[1]); wrk.body = file:read('*a'); file:close()
                  wrk.headers['Content-Type'] = 'application/json'
                  if args[2] then wrk.headers['Authorization'] = 'Bearer ' .. args[2] end
                end
                function done(summary, latency, requests)
                  local e = summary.errors
                  io.write(string.format('RES %d %d %.0f %.0f %d\\n', summary.requests, summary.duration,
                    latency:percentile(50), latency:percentile(99),
                    e.connect + e.read + e.write + e.status + e.timeout))
                end
                """);
        return new Wrk(folder);
    }

    Result run(Load load) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                "wrk",
                                "-t1",
                                "-c" + load.connections(),
                                "-d" + load.seconds() + "s",
                                "--latency",
                                "--timeout",
                                "10s",
                                "-s",
                                folder.resolve("wrk.lua").toString(),
                                load.url(),
                                "--",
                                folder.resolve(load.body().file).toString()));
        if (!load.key().isEmpty()) {
            command.add(load.key());
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        var found = RESULT.matcher(output);
        if (!found.find()) {
            throw new IOException("wrk gave no result: " + output);
        }
        return new Result(
                Long.parseLong(found.group(1)),
                Long.parseLong(found.group(2)) / 1e6,
                Long.parseLong(found.group(3)),
                Long.parseLong(found.group(4)),
                Long.parseLong(found.group(5)));
    }
}
