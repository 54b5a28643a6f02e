package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.server.dialect.shape.ToolArguments.TooManyValues;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

final class ToolArgumentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":9007199254740993}",
                "{\"id\":123456789012345678901234567890}",
                "{\"x\":1.10,\"y\":0.1000000000000000055511151231257827}",
                "{\"z\":1,\"a\":{\"c\":[],\"b\":null}}",
                "{\"__unparsed_arguments\":1}"
            })
    void anObjectKeepsItsText(String text) {
        assertThat(ToolArguments.text(ToolArguments.object(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"city\": \"Par", "Paris", "[1]", "{} {}", "null"})
    void textThatIsNoObjectIsWrappedAndUnwrapped(String text) {
        var object = ToolArguments.object(text);

        assertThat(object.propertyNames()).containsExactly("__unparsed_arguments");
        assertThat(ToolArguments.text(object)).isEqualTo(text);
    }

    /// Else a long text would be a tree of many times its size.
    @Test
    void aTextOfManyValuesIsCarriedAsItIs() {
        var text = "{\"a\":[" + "{},".repeat(2_000_000) + "{}]}";

        assertThat(ToolArguments.text(ToolArguments.object(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ \"a\" : [ 1 , \"\u00e9\\n\\ud83d\\ude00\" ] }\n", "{\n}"})
    void theShapeAroundTheMembersIsDropped(String text) {
        var written = ToolArguments.EXACT.writeValueAsString(ToolArguments.object(text));

        assertThat(written).isEqualTo(ToolArguments.EXACT.readTree(text).toString());
    }

    @Test
    void aDocumentOfTooManyValuesIsNoTree() {
        var json = ("[" + "{},".repeat(2_000_000) + "{}]").getBytes(StandardCharsets.US_ASCII);
        var deep = ("[".repeat(100) + "]".repeat(100)).getBytes(StandardCharsets.US_ASCII);
        var behind = "{} {}".getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> ToolArguments.read(json)).isInstanceOf(TooManyValues.class);
        for (var other : List.of(deep, behind)) {
            assertThatThrownBy(() -> ToolArguments.read(other))
                    .isInstanceOf(JacksonException.class)
                    .isNotInstanceOf(TooManyValues.class);
        }
        assertThat(ToolArguments.read(new byte[0]).isMissingNode()).isTrue();
        assertThat(ToolArguments.read(" null ".getBytes(StandardCharsets.US_ASCII)).isNull())
                .isTrue();
    }

    @Test
    void noTextIsAnObjectWithoutMembers() {
        assertThat(ToolArguments.object("").isEmpty()).isTrue();
    }
}
