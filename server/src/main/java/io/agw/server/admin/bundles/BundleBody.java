package io.agw.server.admin.bundles;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.agw.bundle.BundleLimits;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.plan.PlanOptions.PruneCaps;
import io.agw.bundle.reference.Variables;
import io.agw.server.admin.api.AdminError;
import io.agw.server.admin.api.Body;
import io.agw.server.admin.api.Call;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/// Files to be validated, planned or applied, with the values of the references in them.
///
/// The values may be secrets, so nothing here is ever printed.
record BundleBody(
        @Nullable List<FileBody> files,
        @Nullable Map<String, String> variables,
        @JsonProperty("file_variables") @Nullable Map<String, String> fileVariables,
        @Nullable OptionsBody options) {
    private static final int LONGEST_FILE = (int) BundleLimits.handedOver().bytes();
    private static final int DEEPEST = 16;
    private static final int MOST_DELETES = 1_000_000;

    /// The options as parameters of the query.
    static final Set<String> OPTIONS =
            Set.of(
                    "owner",
                    "prune",
                    "adopt",
                    "max_deletes",
                    "max_delete_percent",
                    "allow_empty",
                    "force",
                    "reason",
                    "strict",
                    "show_unchanged",
                    "plan_id");

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(LONGEST_FILE)
                                                    .maxNestingDepth(DEEPEST)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// One file as it is written.
    record FileBody(@Nullable String path, @Nullable String content) {}

    /// How to plan.
    record OptionsBody(
            @Nullable String owner,
            boolean prune,
            boolean adopt,
            @JsonProperty("max_deletes") @Nullable Integer maxDeletes,
            @JsonProperty("max_delete_percent") @Nullable Integer maxDeletePercent,
            @JsonProperty("allow_empty") boolean allowEmpty,
            boolean force,
            @Nullable String reason,
            boolean strict,
            @JsonProperty("show_unchanged") boolean showUnchanged,
            @JsonProperty("plan_id") @Nullable String planId) {
        /// What prune may delete.
        ///
        /// @throws AdminError when a bound is out of range
        PruneCaps caps() {
            var usual = PruneCaps.defaults();
            int deletes = maxDeletes == null ? usual.maxDeletes() : maxDeletes;
            int percent = maxDeletePercent == null ? usual.maxDeletePercent() : maxDeletePercent;
            if (deletes < 0 || percent < 0 || percent > 100) {
                throw AdminError.invalid(
                        "max_deletes: "
                                + deletes
                                + ", max_delete_percent: "
                                + percent
                                + " (expected: >= 0, and 0 to 100)");
            }
            return new PruneCaps(deletes, percent, allowEmpty);
        }

        static final OptionsBody NONE =
                new OptionsBody(
                        null, false, false, null, null, false, false, null, false, false, null);
    }

    /// Reads the body of a call: JSON, or one YAML file whose options are in the query.
    ///
    /// @throws AdminError when it is not such a body
    static BundleBody of(Call call) {
        var type = call.received().header("content-type");
        if (type != null && type.startsWith("application/yaml")) {
            var file = new FileBody(Body.NAME, text(call.received().body()));
            return new BundleBody(List.of(file), null, null, options(call));
        }
        call.expectQuery(Set.of());
        try {
            return MAPPER.readValue(call.received().body(), BundleBody.class);
        } catch (UnrecognizedPropertyException e) {
            throw AdminError.invalid(
                    place(e)
                            + ": \""
                            + e.getPropertyName()
                            + "\" (expected: one of "
                            + e.getKnownPropertyIds()
                            + ")");
        } catch (JacksonException e) {
            throw AdminError.invalid(
                    place(e) + " (expected: JSON with files, variables and options)");
        }
    }

    /// Bytes that are no text must not become a text of other characters.
    private static String text(byte[] yaml) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
        } catch (CharacterCodingException _) {
            throw AdminError.invalid(Body.NAME + ": bytes that are not UTF-8 (expected: UTF-8)");
        }
    }

    /// @throws AdminError when there is none, or two have one path
    List<SourceFile> sourceFiles() {
        if (files == null || files.isEmpty()) {
            throw AdminError.invalid("files is missing (expected: at least one file)");
        }
        var paths = new HashSet<String>();
        for (var file : files) {
            if (file.path == null || file.path.isBlank() || file.content == null) {
                throw AdminError.invalid("files (expected: a path and a content in each)");
            }
            if (!paths.add(file.path)) {
                throw AdminError.invalid(
                        "path: \"" + file.path + "\" stands twice (expected: each path once)");
            }
        }
        return files.stream().map(BundleBody::sourceFile).toList();
    }

    Variables resolved() {
        var byPath = fileVariables == null ? Map.<String, String>of() : fileVariables;
        return Variables.of(
                variables == null ? Map.of() : variables,
                path -> {
                    var content = byPath.get(path);
                    return content == null
                            ? new Variables.Lookup.NotSet()
                            : new Variables.Lookup.Found(content);
                });
    }

    OptionsBody chosen() {
        return options == null ? OptionsBody.NONE : options;
    }

    @Override
    public String toString() {
        return "BundleBody";
    }

    private static SourceFile sourceFile(FileBody file) {
        return new SourceFile(
                String.valueOf(file.path),
                String.valueOf(file.content).getBytes(StandardCharsets.UTF_8));
    }

    private static OptionsBody options(Call call) {
        return new OptionsBody(
                call.queried("owner").orElse(null),
                call.flag("prune"),
                call.flag("adopt"),
                call.queried("max_deletes").isPresent()
                        ? call.number("max_deletes", 1, MOST_DELETES)
                        : null,
                call.queried("max_delete_percent").isPresent()
                        ? call.number("max_delete_percent", 1, 100)
                        : null,
                call.flag("allow_empty"),
                call.flag("force"),
                call.queried("reason").orElse(null),
                call.flag("strict"),
                call.flag("show_unchanged"),
                call.queried("plan_id").orElse(null));
    }

    /// Where in the body; never what stands there, which may be a secret.
    private static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null || at.getLineNr() < 1
                ? Body.NAME
                : Body.NAME + ":" + at.getLineNr() + ":" + at.getColumnNr();
    }
}
