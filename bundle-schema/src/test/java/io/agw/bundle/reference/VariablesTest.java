package io.agw.bundle.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.reference.SourceVariables.Fixed;
import io.agw.bundle.reference.SourceVariables.Grants;
import io.agw.bundle.reference.Variables.Lookup;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final Lookup FORBIDDEN_NAME =
            new Lookup.Forbidden("AGW_* belongs to the gateway itself");
    private static final Lookup NOT_GRANTED =
            new Lookup.Forbidden("the source's vars do not allow it");

    @Test
    void aSourceReadsOnlyWhatItsVarsAllow() {
        var environment =
                Map.of("OPENAI_KEY", "k", "TEAM_A", "a", "HOME", "/root", "AGW_MASTER_KEY", "m");
        var variables =
                new SourceVariables(
                        new Grants(List.of("OPENAI_KEY", "TEAM_*", "?X", "AGW_*"), Map.of()),
                        environment,
                        _ -> new Lookup.NotSet());

        assertThat(variables.variable("OPENAI_KEY")).isEqualTo(new Lookup.Found("k"));
        assertThat(variables.variable("TEAM_A")).isEqualTo(new Lookup.Found("a"));
        assertThat(variables.variable("TEAM_B")).isEqualTo(new Lookup.NotSet());
        assertThat(variables.variable("HOME")).isEqualTo(NOT_GRANTED);
        assertThat(variables.variable("OPENAI_KEY2")).isEqualTo(NOT_GRANTED);
        assertThat(variables.variable("AGW_MASTER_KEY")).isEqualTo(FORBIDDEN_NAME);
    }

    @Test
    void aSourceMayHaveFixedVariablesAndFiles() {
        var fixed =
                Map.<String, Fixed>of(
                        "REGION", new Fixed.Value("eu"),
                        "KEY", new Fixed.File("/run/key"),
                        "AGW_X", new Fixed.Value("no"));
        var variables =
                new SourceVariables(
                        new Grants(List.of(), fixed),
                        Map.of("REGION", "us"),
                        path -> new Lookup.Found("content of " + path));

        assertThat(variables.variable("REGION")).isEqualTo(new Lookup.Found("eu"));
        assertThat(variables.variable("KEY")).isEqualTo(new Lookup.Found("content of /run/key"));
        assertThat(variables.variable("AGW_X")).isEqualTo(FORBIDDEN_NAME);
        assertThat(variables.file("a")).isEqualTo(new Lookup.Found("content of a"));
    }

    @Test
    void theFirstOfTwoWins() {
        var variables = Variables.of(Map.of("A", "1")).or(Variables.of(Map.of("A", "2", "B", "3")));

        assertThat(variables.variable("A")).isEqualTo(new Lookup.Found("1"));
        assertThat(variables.variable("B")).isEqualTo(new Lookup.Found("3"));
        assertThat(variables.variable("C")).isEqualTo(new Lookup.NotSet());
    }

    @Test
    void nobodyAnswersForTheGatewaysOwnNames() {
        var own = Variables.of(Map.of("AGW_ADMIN_BASIC_AUTH_HASH", "h"));

        assertThat(own.variable("AGW_ADMIN_BASIC_AUTH_HASH")).isEqualTo(FORBIDDEN_NAME);
        assertThat(Variables.none().or(own).variable("AGW_ADMIN_BASIC_AUTH_HASH"))
                .isEqualTo(FORBIDDEN_NAME);
    }

    @Test
    void valuesAreNotPrinted() {
        assertThat(Variables.of(Map.of("A", "s3cret")).toString()).doesNotContain("s3cret");
        assertThat(new Lookup.Found("s3cret").toString()).doesNotContain("s3cret");
        assertThat(new Fixed.Value("s3cret").toString()).doesNotContain("s3cret");
    }
}
