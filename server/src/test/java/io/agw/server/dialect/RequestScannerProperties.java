package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The scanner against a parser that builds trees.
final class RequestScannerProperties {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final String NOISE = "{}[]\":,\\ \n\ttrufalsn0123e.-+model";

    private final RequestScanner scanner = new RequestScanner(JsonLimits.defaults());

    @Property(tries = 3000)
    void neverAcceptsWhatAParserRefuses(@ForAll long seed) {
        var random = random(seed);
        var text = new StringBuilder(JSON.writeValueAsString(document(random, 3)));
        int damages = random.nextInt(3);
        for (int i = 0; i < damages; i++) {
            damage(text, random);
        }
        var body = text.toString().getBytes(StandardCharsets.UTF_8);

        if (isAccepted(body)) {
            assertThat(parses(body)).as(text.toString()).isTrue();
        }
    }

    @Property(tries = 2000)
    void spliceChangesTheModelAndTheUsageAndNothingElse(@ForAll long seed) throws MalformedJson {
        var random = random(seed);
        var document = document(random, 3);
        if (random.nextBoolean()) {
            document.put("model", "old");
        }
        document.put("stream", random.nextBoolean());
        if (random.nextBoolean()) {
            document.putObject("stream_options").put("include_usage", random.nextBoolean());
        }
        var body = JSON.writeValueAsBytes(document);

        var spliced = (ObjectNode) JSON.readTree(scanner.scan(Api.CHAT, body).forUpstream("new"));

        var expected = document.deepCopy().put("model", "new");
        if (expected.path("stream").booleanValue()) {
            expected.putObject("stream_options").put("include_usage", true);
        }
        assertThat(spliced).isEqualTo(expected);
    }

    private boolean isAccepted(byte[] body) {
        try {
            scanner.scan(Api.CHAT, body);
            return true;
        } catch (MalformedJson _) {
            return false;
        }
    }

    private static boolean parses(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode;
        } catch (JacksonException e) {
            // names that stand twice within nested objects are nobody's business here
            return String.valueOf(e.getMessage()).contains("Duplicate");
        }
    }

    private static void damage(StringBuilder text, RandomGenerator random) {
        if (text.isEmpty()) {
            return;
        }
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
            default -> text.setCharAt(at, NOISE.charAt(random.nextInt(NOISE.length())));
        }
    }

    private static ObjectNode document(RandomGenerator random, int depth) {
        var node = JSON.createObjectNode();
        int members = random.nextInt(5);
        for (int i = 0; i < members; i++) {
            node.set(
                    "k" + random.nextInt(20) + (random.nextBoolean() ? "é\"" : ""),
                    value(random, depth));
        }
        return node;
    }

    private static JsonNode value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> JSON.getNodeFactory().numberNode(random.nextInt());
            case 1 -> JSON.getNodeFactory().numberNode(random.nextDouble() * 1e6);
            case 2 -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 3 -> JSON.getNodeFactory().nullNode();
            case 4 -> JSON.getNodeFactory().stringNode("te\\xt \" é 𝄞 \n" + random.nextInt());
            case 5 -> document(random, depth - 1);
            default -> {
                var array = JSON.createArrayNode();
                int size = random.nextInt(4);
                for (int i = 0; i < size; i++) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
        };
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
