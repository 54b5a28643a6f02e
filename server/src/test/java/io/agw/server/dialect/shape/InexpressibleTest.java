package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InexpressibleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "n",
                "messages[2].content[0].type",
                "generationConfig.responseSchema",
                "tools[0].input_schema.$ref",
                "metadata.x-team"
            })
    void aPathOfPlainWordsIsNamed(String path) {
        var failure = new Inexpressible(path, "is there (expected: none)");

        assertThat(failure.field()).isEqualTo(path);
        assertThat(failure).hasMessage(path + ": is there (expected: none)");
    }

    @Test
    void aNameThatIsNoPlainWordIsQuotedAndNoField() {
        var failure = new Inexpressible("m.my \"key\"\n\u001b[1m\u202e\uD83D\uDE00", "is there");

        assertThat(failure.field()).isNull();
        assertThat(failure)
                .hasMessage("\"m.my \\\"key\\\"\\u{a}\\u{1b}[1m\\u{202e}\\u{1f600}\": is there");
    }

    @Test
    void aLongNameIsShortened() {
        assertThat(new Inexpressible("a".repeat(10_000), "is there").field()).isNull();
        assertThat(new Inexpressible("a".repeat(10_000), "is there"))
                .hasMessage("\"" + "a".repeat(64) + "…\": is there");
        assertThat(new Inexpressible("", "is there")).hasMessage("\"\": is there");
    }
}
