package io.agw.server.provider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A vendor's list of models, page by page: Anthropic's pages go on behind the last name, Gemini's
/// at a token, and all others' lists have one page. Ends after so many pages whatever the vendor
/// says, and where it says the same again. Not thread-safe.
///
/// ```
/// var pages = new ModelPages();
/// for (var query = pages.next(); query != null; query = pages.next()) {
///     pages.add(ask(query));
/// }
/// ```
public final class ModelPages {
    private static final int MOST = 50;

    private final List<JsonNode> pages = new ArrayList<>();
    private @Nullable String next = "";

    /// The query of the page to ask for, percent-encoded, empty for the first one; null when there
    /// is none.
    public @Nullable String next() {
        return next;
    }

    /// @param page as the vendor gave it
    public void add(JsonNode page) {
        if (!pages.isEmpty() && pages.getLast().equals(page)) {
            next = null; // it does not know the query
            return;
        }
        pages.add(page);
        next = pages.size() < MOST ? after(page) : null;
    }

    /// Whether no page has come yet.
    public boolean isEmpty() {
        return pages.isEmpty();
    }

    /// The first page; there must be one.
    public JsonNode first() {
        return pages.getFirst();
    }

    /// The entries of all pages.
    public Stream<JsonNode> entries() {
        return pages.stream().flatMap(ModelPages::entries);
    }

    /// The entries of a page: `data[]`, Gemini's `models[]`, or the page itself.
    public static Stream<JsonNode> entries(JsonNode page) {
        if (page.isArray()) {
            return page.valueStream();
        }
        return (page.has("data") ? page.path("data") : page.path("models")).valueStream();
    }

    private static @Nullable String after(JsonNode page) {
        var token = page.path("nextPageToken").asString("");
        if (!token.isBlank()) {
            return query("pageToken", token);
        }
        var last = page.path("last_id").asString("");
        return page.path("has_more").asBoolean(false) && !last.isBlank()
                ? query("after_id", last)
                : null;
    }

    private static String query(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
