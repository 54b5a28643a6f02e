package io.agw.server.dialect.shape;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void noTextIsAnObjectWithoutMembers() {
        assertThat(ToolArguments.object("").isEmpty()).isTrue();
    }
}
