package io.agw.bench;

import io.agw.bundle.document.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A bundle of any size: logical routes, keys that may use two of them each, and providers with a
/// secret. A hundred objects a file, because a file is at most 256 KiB.
///
/// @param providers how many; the first is of type `echo`
/// @param edition goes into descriptions, so that another edition changes every route and key
record GeneratedBundle(int providers, int routes, int keys, int edition) {
    /// What the providers' secrets refer to.
    static final String VARIABLE = "GENERATED_KEY";

    private static final int PER_FILE = 100;
    private static final int TEAMS = 20;

    /// One provider, four routes and five keys of ten objects.
    static GeneratedBundle of(int objects) {
        int providers = Math.max(1, objects / 10);
        int routes = Math.max(1, objects * 4 / 10);
        return new GeneratedBundle(providers, routes, objects - providers - routes, 1);
    }

    GeneratedBundle edition(int other) {
        return new GeneratedBundle(providers, routes, keys, other);
    }

    int objects() {
        return providers + routes + keys;
    }

    List<SourceFile> files() {
        var files = new ArrayList<SourceFile>();
        section(files, "providers", providers, this::provider);
        section(files, "llmRoutes", routes, this::route);
        section(files, "virtualKeys", keys, this::key);
        return files;
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : files()) {
            Files.write(folder.resolve(file.path()), file.bytes());
        }
    }

    private static void section(
            List<SourceFile> files, String name, int count, IntFunction<String> object) {
        for (int first = 0; first < count; first += PER_FILE) {
            var objects =
                    IntStream.range(first, Math.min(count, first + PER_FILE))
                            .mapToObj(object)
                            .collect(Collectors.joining());
            var text =
                    "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n"
                            + name
                            + ":\n"
                            + objects;
            files.add(
                    new SourceFile(
                            "%s-%04d.yaml".formatted(name, first / PER_FILE),
                            text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private String provider(int i) {
        return """
          - id: provider-%1$05d
            provider_type: %2$s
            api_key: ${%3$s}
            base_url: https://provider-%1$d.example.com/v1
            default_model: model-%4$d
            network:
              request_timeout_seconds: 60
              max_retries: 1
              extra_headers:
                x-team: team-%4$d
        """
                .formatted(i, i == 0 ? "echo" : "openai", VARIABLE, i % TEAMS);
    }

    private String route(int i) {
        return """
          - id: route-%1$05d
            protocol: openai
            description: Route %1$d of a generated bundle, edition %2$d.
            match_policy:
              path_prefix: /team-%3$d/route-%1$d
            target_policy:
              type: logical-model
              default_model: fast
              fallback:
                enabled: true
                max_num: 1
              model_targets:
                - name: fast
                  candidates:
                    - provider_id: provider-%4$05d
                      upstream_model: model-a
                - name: smart
                  strategy: weighted
                  candidates:
                    - provider_id: provider-%4$05d
                      upstream_model: model-a
                      weight: 9
                    - provider_id: provider-%5$05d
                      upstream_model: model-b
                      weight: 1
        """
                .formatted(i, edition, i % TEAMS, i % providers, (i + 1) % providers);
    }

    private String key(int i) {
        return """
          - id: key-%1$05d
            description: Key %1$d of a generated bundle, edition %2$d.
            allowed_route_ids: [route-%3$05d, route-%4$05d]
        """
                .formatted(i, edition, i % routes, (i + 1) % routes);
    }
}
