package io.agw.server.dialect.shape;

import io.agw.server.dialect.Api;
import io.agw.server.dialect.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What is to be embedded, as far as OpenAI's embeddings and Gemini's can both say it: texts, and
/// how many numbers stand for each.
///
/// @param dimensions null for as many as the model has
/// @param packed whether the client wants the numbers as base64 of floats
/// @param left members of the client's request, by path, that the upstream is not told
public record EmbeddedTexts(
        List<String> texts, @Nullable Long dimensions, boolean packed, List<String> left) {
    private static final List<String> FORMATS = List.of("float", "base64");
    private static final String UNSAID = "TASK_TYPE_UNSPECIFIED";

    public EmbeddedTexts {
        texts = List.copyOf(texts);
        left = List.copyOf(left);
    }

    /// The other dialect's operation.
    ///
    /// @param asked one that embeds
    static Api other(Api asked) {
        return asked == Api.EMBEDDINGS ? Api.EMBED_CONTENTS : Api.EMBEDDINGS;
    }

    /// @param asked one that embeds
    /// @throws Inexpressible when it is more than both dialects can say
    public static EmbeddedTexts read(Api asked, ObjectNode request) throws Inexpressible {
        var fields = Fields.of(request);
        return asked == Api.EMBEDDINGS
                ? embeddings(fields)
                : contents(asked == Api.EMBED_CONTENT ? List.of(fields) : requests(fields), fields);
    }

    private static EmbeddedTexts embeddings(Fields request) throws Inexpressible {
        request.any("model");
        var texts = new ArrayList<String>();
        var input = request.any("input");
        if (input != null && input.isString()) {
            texts.add(input.stringValue());
        } else if (input != null && input.isArray() && !input.isEmpty()) {
            for (var text : input) {
                if (!text.isString()) {
                    throw new Inexpressible("input", "holds tokens (expected: texts)");
                }
                texts.add(text.stringValue());
            }
        } else {
            throw new Inexpressible("input", "is missing (expected: a text or several)");
        }
        var dimensions = request.whole("dimensions");
        var format = request.text("encoding_format");
        if (format != null && !FORMATS.contains(format)) {
            throw request.unknownWord("encoding_format", format, FORMATS);
        }
        var left = request.any("user") == null ? List.<String>of() : List.of("user");
        refuseOthers(request, "Gemini's embeddings");
        return new EmbeddedTexts(texts, dimensions, "base64".equals(format), left);
    }

    private static List<Fields> requests(Fields request) throws Inexpressible {
        request.any("model");
        if (!request.has("requests")) {
            throw request.missing("requests", "a list");
        }
        return request.objects("requests");
    }

    private static EmbeddedTexts contents(List<Fields> requests, Fields whole)
            throws Inexpressible {
        var texts = new ArrayList<String>();
        @Nullable Long dimensions = null;
        for (var request : requests) {
            request.any("model");
            texts.add(text(request));
            var wanted = request.whole("outputDimensionality");
            if (texts.size() > 1 && !Objects.equals(wanted, dimensions)) {
                throw new Inexpressible(
                        request.path("outputDimensionality"),
                        wanted + " (expected: the same for all)");
            }
            dimensions = wanted;
            if (UNSAID.equals(request.node().path("taskType").asString(""))) {
                request.any("taskType");
            }
            refuseOthers(request, "OpenAI's embeddings");
        }
        refuseOthers(whole, "OpenAI's embeddings");
        if (texts.isEmpty()) {
            throw whole.missing("requests", "at least one");
        }
        return new EmbeddedTexts(texts, dimensions, false, List.of());
    }

    private static String text(Fields request) throws Inexpressible {
        var content = request.object("content");
        var parts = content == null ? List.<Fields>of() : content.objects("parts");
        if (content == null || parts.size() != 1) {
            throw new Inexpressible(
                    request.path("content"), parts.size() + " parts (expected: one, a text)");
        }
        content.any("role");
        var text = parts.getFirst().requiredText("text");
        refuseOthers(parts.getFirst(), "OpenAI's embeddings");
        refuseOthers(content, "OpenAI's embeddings");
        return text;
    }

    private static void refuseOthers(Fields of, String api) throws Inexpressible {
        if (!of.left().isEmpty()) {
            throw new Inexpressible(
                    of.left().getFirst(), "has no like in " + api + " (expected: absent)");
        }
    }

    /// The request in another dialect than it came in.
    ///
    /// @param spoken one that embeds several
    /// @param model as the upstream names it
    public ObjectNode write(Api spoken, String model) {
        var request = ToolArguments.EXACT.createObjectNode();
        if (spoken == Api.EMBEDDINGS) {
            var input = request.put("model", model).putArray("input");
            texts.forEach(input::add);
            if (dimensions != null) {
                request.put("dimensions", dimensions);
            }
            return request;
        }
        var requests = request.putArray("requests");
        for (var text : texts) {
            var one = requests.addObject().put("model", ModelName.full(model));
            one.putObject("content").putArray("parts").addObject().put("text", text);
            if (dimensions != null) {
                one.put("outputDimensionality", dimensions);
            }
        }
        return request;
    }
}
