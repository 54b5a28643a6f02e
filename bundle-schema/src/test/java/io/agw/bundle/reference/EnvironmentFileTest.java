package io.agw.bundle.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentFileTest {
    @Test
    void readsWhatPeopleWrite() {
        var variables =
                EnvironmentFile.parse(
                        ".env",
                        """
                        \uFEFF# comment

                        PLAIN=value with spaces # comment
                          export EXPORTED = yes
                        EMPTY=
                        HASH=a#b
                        SINGLE='literal \\n # $X' # comment
                        DOUBLE="line\\nbreak \\"quoted\\" \\$X"
                        PLAIN=second
                        """);

        assertThat(variables)
                .containsEntry("PLAIN", "value with spaces")
                .containsEntry("EXPORTED", "yes")
                .containsEntry("EMPTY", "")
                .containsEntry("HASH", "a#b")
                .containsEntry("SINGLE", "literal \\n # $X")
                .containsEntry("DOUBLE", "line\nbreak \"quoted\" $X");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "1A=x", "=secret", "A-B=secret", "A='secret", "A=\"secret\\"})
    void namesTheLineOfWhatIsMalformedAndShowsNoValue(String line) {
        assertThatThrownBy(() -> EnvironmentFile.parse(".env", "A=1\n" + line + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(".env:2: ")
                .hasMessageNotContaining("secret");
    }
}
