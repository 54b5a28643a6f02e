package io.agw.server.match;

import java.util.Set;

/// The paths of OpenAI's API beyond those that the gateway acts on: images, audio, files, … A path
/// that names its version may be any; one that does not must be known, for what stands before it
/// may be a route's prefix or a mistake.
final class OtherPaths {
    private static final String VERSION = "/v1";
    private static final String RESPONSES = "/responses/";
    private static final String STORED_COMPLETIONS = "/chat/completions/";

    private static final Set<String> KNOWN =
            Set.of(
                    "assistants",
                    "audio",
                    "batches",
                    "completions",
                    "containers",
                    "conversations",
                    "evals",
                    "files",
                    "fine_tuning",
                    "images",
                    "moderations",
                    "ocr",
                    "rerank",
                    "score",
                    "threads",
                    "uploads",
                    "vector_stores",
                    "videos");

    /// What is served otherwise, is another protocol's, or is no client's business: accounts, keys,
    /// and tokens with which a client would reach the vendor past the gateway.
    private static final Set<String> REFUSED =
            Set.of(
                    "chat",
                    "complete",
                    "dashboard",
                    "embeddings",
                    "messages",
                    "models",
                    "organization",
                    "organizations",
                    "projects",
                    "realtime",
                    "responses",
                    "v1");

    /// Calls on responses that name none.
    private static final Set<String> OF_RESPONSES = Set.of("compact", "input_tokens");

    private OtherPaths() {}

    /// Whether one of them begins at an index.
    static boolean takes(String path, int from) {
        if (path.startsWith(STORED_COMPLETIONS, from)) {
            return path.length() > from + STORED_COMPLETIONS.length();
        }
        if (path.startsWith(RESPONSES, from)) {
            return OF_RESPONSES.contains(path.substring(from + RESPONSES.length()));
        }
        var family = family(path, from);
        boolean versioned = path.startsWith(VERSION, from - VERSION.length());
        return KNOWN.contains(family) || (versioned && isWord(family) && !REFUSED.contains(family));
    }

    /// The path with a placeholder for what there may be any number of.
    static String pattern(String path, int from) {
        var family = family(path, from);
        boolean known = KNOWN.contains(family) || REFUSED.contains(family);
        return path.substring(0, from) + (known ? "/" + family : "") + "/{path}";
    }

    /// Whether a response, or what belongs to one, is named at an index.
    static boolean takesResponse(String path, int from) {
        if (!path.startsWith(RESPONSES, from)) {
            return false;
        }
        int start = from + RESPONSES.length();
        int end = idEnd(path, start);
        var id = path.substring(start, end);
        return !id.isEmpty()
                && !OF_RESPONSES.contains(id)
                && switch (path.substring(end)) {
                    case "", "/cancel", "/input_items" -> true;
                    default -> false;
                };
    }

    static String responsePattern(String path, int from) {
        int start = from + RESPONSES.length();
        return path.substring(0, start) + "{id}" + path.substring(idEnd(path, start));
    }

    private static int idEnd(String path, int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    /// The first segment; empty when there is none.
    private static String family(String path, int from) {
        if (from >= path.length() || path.charAt(from) != '/') {
            return "";
        }
        return path.substring(from + 1, idEnd(path, from + 1));
    }

    private static boolean isWord(String family) {
        return !family.isEmpty()
                && family.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= '0' && c <= '9')
                                        || c == '_'
                                        || c == '-');
    }
}
