package io.agw.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Guardrail;
import io.agw.bundle.model.Guardrail.Action;
import io.agw.bundle.model.Guardrail.OnError;
import io.agw.bundle.model.Guardrail.Stage;
import io.agw.bundle.model.Guardrail.StreamMode;
import io.agw.bundle.model.GuardrailType;
import io.agw.bundle.model.GuardrailWebhook;
import io.agw.bundle.model.Lifecycle;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.problem.Problems;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Services whose secrets are not known, or whose address is none, are faults of a configuration.
final class GuardIndexTest {
    private static final String FAULT =
            "webhook: a value (expected: an address that can be called, and secrets)";
    private static final SecretValue URL = given("https://dlp.example.com/s3cret");
    private static final SecretValue UNSET = new SecretValue.Unset("${NONE}");

    @Test
    void aServiceThatCanBeAskedIsNone() {
        assertThat(faults(new GuardrailWebhook(URL, null, Map.of()))).isEmpty();
        assertThat(faults(new GuardrailWebhook(URL, given("s3cret"), Map.of("X-A", given("b")))))
                .isEmpty();
    }

    @Test
    void whatWasToBeSignedIsNotAskedUnsigned() {
        assertThat(faults(new GuardrailWebhook(URL, UNSET, Map.of()))).containsExactly(FAULT);
        assertThat(faults(new GuardrailWebhook(UNSET, null, Map.of()))).containsExactly(FAULT);
        assertThat(faults(new GuardrailWebhook(URL, null, Map.of("X-A", UNSET))))
                .containsExactly(FAULT);
    }

    @Test
    void anAddressThatIsNoneIsNotRepeated() {
        for (var url : List.of("s3cret", "ftp://h/s3cret", "http://169.254.169.254/s3cret")) {
            assertThat(faults(new GuardrailWebhook(given(url), null, Map.of())))
                    .containsExactly(FAULT);
        }
        assertThat(faults(null)).containsExactly(FAULT);
    }

    private static List<String> faults(@Nullable GuardrailWebhook webhook) {
        var problems = new Problems();
        var guardrail =
                new Guardrail(
                        "dlp",
                        null,
                        false,
                        GuardrailType.WEBHOOK,
                        Stage.INPUT,
                        Action.BLOCK,
                        Map.of(),
                        webhook,
                        OnError.CLOSED,
                        StreamMode.BUFFER_WINDOW,
                        Lifecycle.NORMAL);
        GuardIndex.of(List.of(guardrail), List.of(), List.of(), problems);
        return problems.sorted().stream().map(Problem::message).toList();
    }

    private static SecretValue given(String text) {
        return new SecretValue.Given(null, new Secret(text));
    }
}
