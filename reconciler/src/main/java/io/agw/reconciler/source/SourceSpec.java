package io.agw.reconciler.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The short form of a source, as the `--source` flag takes it: `[ID=]DIR` or
/// `[ID=]URL[#REF[:PATH]]`.
///
/// A folder whose name holds `=` is written `./a=b`.
public final class SourceSpec {
    private static final Pattern WITH_ID =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,62})=(.*)", Pattern.DOTALL);

    private SourceSpec() {}

    /// Reads the short form.
    ///
    /// @param fallbackId id when the text names none; null when it must
    /// @throws IllegalArgumentException when it cannot be read; what it says may still have {@link
    ///   SourceSettings#problems()}
    public static SourceSettings parse(String text, @Nullable String fallbackId) {
        var withId = WITH_ID.matcher(text);
        var hasId = withId.matches();
        var place = hasId ? withId.group(2) : text;
        var id = hasId ? withId.group(1) : fallbackId;
        if (id == null) {
            throw new IllegalArgumentException(
                    "source: has no id (expected: ID=DIR or ID=URL from the second source on)");
        }
        if (place.isEmpty()) {
            throw new IllegalArgumentException(
                    "source: \"" + text + "\" (expected: [ID=]DIR or [ID=]URL#ref:path)");
        }
        if (GitUrl.looksLikeUrl(place)) {
            return repository(id, place);
        }
        try {
            return SourceSettings.directory(id, Path.of(place));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "source: not a folder name (expected: [ID=]DIR or [ID=]URL#ref:path)", e);
        }
    }

    private static SourceSettings repository(String id, String place) {
        var hash = place.indexOf('#');
        if (hash < 0) {
            return SourceSettings.git(id, place, GitRef.DEFAULT_BRANCH, "");
        }
        var url = place.substring(0, hash);
        var fragment = place.substring(hash + 1);
        var colon = fragment.indexOf(':');
        if (colon < 0) {
            return SourceSettings.git(id, url, GitRef.parse(fragment), "");
        }
        return SourceSettings.git(
                id,
                url,
                GitRef.parse(fragment.substring(0, colon)),
                trimSlashes(fragment.substring(colon + 1)));
    }

    private static String trimSlashes(String path) {
        var trimmed = path.startsWith("./") ? path.substring(2) : path;
        while (trimmed.startsWith("/")) {
            trimmed = trimmed.substring(1);
        }
        while (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.equals(".") ? "" : trimmed;
    }
}
