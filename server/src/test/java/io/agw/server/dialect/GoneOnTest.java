package io.agw.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoneOnTest {
    private static final String MORE =
            "{\"role\":\"assistant\",\"content\":\"a\\\"\\n\"},{\"role\":\"user\",\"content\":\"s\"}";
    private static final String PARTS =
            "{\"role\":\"model\",\"parts\":[{\"text\":\"a\\\"\\n\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"s\"}]}";

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    CHAT | {"n":1, "messages": [ {"role":"user"} ] ,"x":2} | {"n":1, "messages": [ {"role":"user"} ,MORE] ,"x":2}
                    MESSAGES | {"messages":[]} | {"messages":[MORE]}
                    RESPONSES | {"input":"h\\u0069","model":"m"} | {"input":[{"role":"user","content":"hi"},MORE],"model":"m"}
                    RESPONSES | {"input":[1]} | {"input":[1,MORE]}
                    GENERATE | {"contents":[1]} | {"contents":[1,PARTS]}
                    """,
            delimiter = '|',
            quoteCharacter = '`')
    void theListGoesOn(Api api, String request, String expected) throws MalformedJson {
        assertThat(goneOn(api, request))
                .isEqualTo(expected.replace("MORE", MORE).replace("PARTS", PARTS));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    CHAT | {"input":[]}
                    CHAT | {"messages":{}}
                    CHAT | {"messages":[1],"messages":[2]}
                    RESPONSES | {"input":null}
                    EMBEDDINGS | {"input":[]}
                    """,
            delimiter = '|',
            quoteCharacter = '`')
    void whatHasNoListDoesNot(Api api, String request) throws MalformedJson {
        assertThat(goneOn(api, request)).isNull();
    }

    private static @Nullable String goneOn(Api api, String request) throws MalformedJson {
        var gone = GoneOn.with(api, request.getBytes(StandardCharsets.UTF_8), "a\"\n", "s");
        return gone == null ? null : new String(gone, StandardCharsets.UTF_8);
    }
}
