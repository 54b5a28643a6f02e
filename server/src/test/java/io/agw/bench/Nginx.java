package io.agw.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/// Two nginx processes: one answers as the upstream, one is the proxy to compare with.
///
/// @param ports of the upstreams
/// @param proxies ports of the proxy, to `plain`, `stream` and the paced upstream
record Nginx(Process upstream, Process proxy, Upstreams ports, List<Integer> proxies)
        implements AutoCloseable {

    /// Starts both.
    ///
    /// @param folder an empty folder for their files
    static Nginx start(Path folder, int paced) throws IOException, InterruptedException {
        // its workers are another user when it was started by root
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(folder.resolve("t"));
        Files.writeString(folder.resolve("sse.txt"), Payloads.stream());
        var ports = new Upstreams(Ports.free(), Ports.free(), Ports.free(), paced);
        var proxies = List.of(Ports.free(), Ports.free(), Ports.free());
        var upstream = run(folder, "upstream", upstreamConfig(folder, ports));
        var proxy =
                run(
                        folder,
                        "proxy",
                        proxyConfig(folder, List.of(ports.plain, ports.stream, paced), proxies));
        for (var port : List.of(ports.plain, ports.stream, ports.messages, proxies.getFirst())) {
            Ports.await(port, Duration.ofSeconds(10));
        }
        return new Nginx(upstream, proxy, ports, proxies);
    }

    /// Ports of the upstreams.
    ///
    /// @param plain answers whole
    /// @param stream answers with a stream in one go
    /// @param messages answers whole, as Anthropic does
    /// @param paced the paced one
    record Upstreams(int plain, int stream, int messages, int paced) {}

    @Override
    public void close() {
        upstream.destroy();
        proxy.destroy();
    }

    private static Process run(Path folder, String name, String config) throws IOException {
        var file = Files.writeString(folder.resolve(name + ".conf"), config);
        return new ProcessBuilder("nginx", "-p", folder.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private static String frame(Path folder, String name, int workers, String servers) {
        return """
        daemon off; worker_processes %d; pid %s/%s.pid; error_log stderr;
        events { worker_connections 30000; }
        http {
          access_log off; keepalive_requests 100000000; keepalive_timeout 300s;
          client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;
        %s}
        """
                .formatted(workers, folder, name, servers);
    }

    private static String upstreamConfig(Path folder, Upstreams ports) {
        return frame(
                folder,
                "upstream",
                1,
                """
                  server { listen 127.0.0.1:%d backlog=4096;
                    location / { default_type application/json; return 200 '%s'; } }
                  server { listen 127.0.0.1:%d backlog=4096;
                    location / { default_type application/json; return 200 '%s'; } }
                  server { listen 127.0.0.1:%d backlog=4096; error_page 405 =200 $uri;
                    location / { root %s; default_type text/event-stream; try_files /sse.txt =404; } }
                """
                        .formatted(
                                ports.plain,
                                Payloads.answer(),
                                ports.messages,
                                Payloads.message(),
                                ports.stream,
                                folder));
    }

    private static String proxyConfig(Path folder, List<Integer> upstreams, List<Integer> listens) {
        var servers = new StringBuilder();
        for (int i = 0; i < upstreams.size(); i++) {
            servers.append(
                    """
                      upstream u%1$d { server 127.0.0.1:%2$d; keepalive 512; keepalive_requests 100000000; }
                      server { listen 127.0.0.1:%3$d backlog=4096; location / { proxy_pass http://u%1$d;
                        proxy_buffering off; proxy_http_version 1.1; proxy_set_header Connection "";
                        proxy_set_header Authorization "Bearer sk-upstream"; proxy_read_timeout 300s; } }
                    """
                            .formatted(i, upstreams.get(i), listens.get(i)));
        }
        return frame(folder, "proxy", 2, servers.toString());
    }
}
