package io.agw.bundle.validate;

import static io.agw.bundle.validate.RuleCase.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.problem.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GuardrailRulesTest {
    static Stream<RuleCase> guardrails() {
        return Stream.of(
                guardrail("type: pii, stage: output, action: redact"),
                guardrail("type: pii, stage: output, action: block, stream_mode: hold"),
                guardrail("type: prompt_injection, stage: output, action: flag"),
                guardrail(
                        "type: content_policy, stage: output, action: redact, config: {words: [a]}"),
                guardrail(
                        "type: pii, stage: input, action: block, config: {entities: [email, iris], entity: x}, stream_mode: hold",
                        "f:4:86: error AGW1104: config.entities[1]: \"iris\" (expected: email, phone, credit_card, iban, ssn, ip or secret)",
                        "f:4:109: error AGW1101: config.entity: unknown field",
                        "f:4:126: error AGW1305: stream_mode: has no effect on what requests say (remove it)"),
                guardrail(
                        "type: pii, stage: tool_input, action: block",
                        "f:4:3: error AGW1104: stream_mode: \"buffer_window\" (expected: hold, for a stream whose beginning was told cannot be blocked)"),
                guardrail(
                        "type: prompt_injection, stage: tool_output, action: redact, config: {threshold: 0}",
                        "f:4:79: error AGW1104: action: \"redact\" (expected: block or flag, as all of a text makes an injection)",
                        "f:4:107: error AGW1104: config.threshold: \"0\" (expected: more than 0)"),
                guardrail(
                        "type: content_policy, stage: input, action: flag",
                        "f:4:3: error AGW1103: config.words is missing (expected: words, patterns or both)"),
                guardrail(
                        "type: content_policy, stage: output, action: redact, config: {words: [' '], patterns: ['a(', '(x{100}){200}', fine]}",
                        "f:4:3: error AGW1104: stream_mode: \"buffer_window\" (expected: hold, as what a pattern finds may be of any length)",
                        "f:4:97: error AGW1104: config.words[0]: \" \" (expected: a text that is not blank, of at most 200 characters)",
                        "f:4:114: error AGW1104: config.patterns[0]: \"a(\" (expected: a regular expression in RE2 syntax: missing closing ))",
                        "f:4:120: error AGW1104: config.patterns[1]: \"(x{100}){200}\" (expected: repetitions that make at most 10000 parts)"),
                guardrail(
                        "type: toxicity, stage: input, action: redact, config: {threshold: 0}",
                        "f:4:65: error AGW1104: action: \"redact\" (expected: block or flag, as all of a text makes its score)",
                        "f:4:93: error AGW1104: config.threshold: \"0\" (expected: more than 0)"),
                guardrail("type: grounding, stage: output, action: flag"),
                guardrail(
                        "type: grounding, stage: input, action: redact",
                        "f:4:51: error AGW1104: stage: \"input\" (expected: output, as only answers can be judged so)",
                        "f:4:66: error AGW1104: action: \"redact\" (expected: block or flag, as all of a text makes its score)"),
                guardrail(
                        "type: llm_judge, stage: output, action: redact, config: {route_id: r, model: m, rubric: x, labels: [Bad], timeout: 1h}",
                        "f:4:3: error AGW1104: stream_mode: \"buffer_window\" (expected: hold, as a judge is asked once, at the end)",
                        "f:4:67: error AGW1104: action: \"redact\" (expected: block or flag, as a judge does not say where)",
                        "f:4:127: error AGW1104: config.labels[0]: \"Bad\" (expected: lower-case letters, digits and '_', at most 40)",
                        "f:4:142: error AGW1104: config.timeout: \"1h\" (expected: more than 0s, at most 2m)"),
                guardrail(
                        "type: llm_judge, stage: input, action: flag",
                        "f:4:3: error AGW1103: config.model is missing (expected: a string)",
                        "f:4:3: error AGW1103: config.route_id is missing (expected: a string)",
                        "f:4:3: error AGW1103: config.rubric is missing (expected: a string)"),
                guardrail(
                        "type: webhook, stage: output, action: redact, stream_mode: hold, config: {max_concurrent: 0}, webhook: {url: '${K}://h', headers: {X-Key: '${K}'}}",
                        "f:4:117: error AGW1104: config.max_concurrent: 0 (expected: 1 to 1000)",
                        "f:4:136: error AGW1104: webhook.url: a value (expected: http:// or https://, a host, and nothing but a path and a query after it)"),
                guardrail(
                        "type: webhook, stage: input, action: redact, webhook: {url: 'https://dlp.example.com/a@b?c=d@e'}",
                        "f:4:87: warning AGW1203: webhook.url: a literal secret (expected: a reference) (write ${GUARDRAIL_G_WEBHOOK_URL} and set that variable)"),
                guardrail(
                        "type: webhook, stage: tool_input, action: flag, config: {labels: [Bad], timeout: 0s}",
                        "f:4:3: error AGW1103: webhook is missing (expected: the service that is asked, with its url)",
                        "f:4:3: error AGW1104: stream_mode: \"buffer_window\" (expected: hold, as a service is asked once, at the end)",
                        "f:4:93: error AGW1104: config.labels[0]: \"Bad\" (expected: lower-case letters, digits and '_', at most 40)",
                        "f:4:108: error AGW1104: config.timeout: \"0s\" (expected: more than 0s, at most 2m)"),
                guardrail(
                        "type: webhook, stage: input, action: flag, webhook: {url: 'https://h', headers: {X-AGW-Signature: x}}",
                        "f:4:125: error AGW1104: webhook.headers.X-AGW-Signature: \"X-AGW-Signature\" (expected: a header that the gateway does not set itself)"),
                guardrail(
                        "type: webhook, stage: input, action: flag, webhook: {}",
                        "f:4:79: error AGW1103: webhook.url is missing (expected: a string, best a reference such as ${NAME})"),
                guardrail(
                        "type: webhook, stage: input, action: flag, webhook: {url: 'http://169.254.169.254/x', headers: {'a b': x}}",
                        "f:4:85: error AGW1104: webhook.url: a value is an instance metadata address, which is never called (write another host: no setting opens this one)",
                        "f:4:85: warning AGW1206: webhook.url: a value is sent the headers unencrypted, so that anybody on the way can read it (write https:// unless nobody else is on that network)",
                        "f:4:130: error AGW1104: webhook.headers.a b: \"a b\" (expected: the name of a header that does not frame the message)"),
                guardrail(
                        "type: pii, stage: input, action: flag, webhook: {url: 'https://u:p@h'}",
                        "f:4:75: error AGW1305: webhook: has no effect with type: pii (remove it)",
                        "f:4:81: error AGW1104: webhook.url: a value (expected: no user and password in an address)",
                        "f:4:81: warning AGW1203: webhook.url: a literal secret (expected: a reference) (write ${GUARDRAIL_G_WEBHOOK_URL} and set that variable)"),
                guardrail(
                        "type: format, stage: input, action: flag, config: {fenced: true}",
                        "f:4:48: error AGW1104: stage: \"input\" (expected: output, as only answers can be judged so)",
                        "f:4:77: error AGW1103: config.json is missing (expected: json, schema, min_chars or max_chars)",
                        "f:4:86: error AGW1305: config.fenced: has no effect without json or schema (remove it)"),
                guardrail(
                        "type: format, stage: output, action: flag, config: {min_chars: 3, max_chars: 2, schema: {properties: {a: {$ref: x}}}}",
                        "f:4:90: error AGW1104: config.min_chars: \"3\" (expected: at most max_chars, 2)",
                        "f:4:139: error AGW1104: config.schema.properties.a.$ref: \"$ref\" (expected: what it refers to)"),
                guardrail(
                        "type: format, stage: output, action: flag, config: {json: true, repair: true}",
                        "f:4:3: error AGW1104: stream_mode: \"buffer_window\" (expected: hold, for an answer whose beginning was told cannot be asked for anew)"),
                guardrail(
                        "type: format, stage: output, action: flag, stream_mode: hold, config: {json: true, repair: true}"),
                guardrail(
                        "type: rudeness, stage: output, action: mask",
                        "f:4:33: error AGW1104: type: \"rudeness\" (expected: pii, prompt_injection, content_policy, toxicity, grounding, llm_judge, webhook or format)",
                        "f:4:66: error AGW1104: action: \"mask\" (expected: block, redact or flag)"));
    }

    /// Disabled, as nothing names it.
    private static RuleCase guardrail(String members, String... problems) {
        return object("guardrails", "id: g, disabled: true, " + members, problems);
    }

    @ParameterizedTest
    @MethodSource("guardrails")
    void rulesWithinOneGuardrail(RuleCase given) {
        given.check();
    }

    @Test
    void judgesAskRoutesThatCanBeAsked() {
        assertThat(
                        RuleCase.load(
                                """
                                providers:
                                - {id: p, provider_type: echo}
                                guardrails:
                                - {id: good, disabled: true, type: llm_judge, stage: input, action: flag, config: {route_id: chat, model: m, rubric: x}}
                                - {id: other, disabled: true, type: llm_judge, stage: input, action: flag, config: {route_id: claude, model: m, rubric: x}}
                                llmRoutes:
                                - {id: chat, protocol: openai, target_policy: {type: direct-provider, provider_id: p}}
                                - {id: claude, protocol: anthropic, target_policy: {type: direct-provider, provider_id: p}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:7:95: error AGW1104: config.route_id: \"claude\" (expected: an LLM route of protocol openai that is not disabled)");
    }

    @Test
    void guardrailsAreNamedOnceByWhatTheyGuard() {
        assertThat(
                        RuleCase.load(
                                """
                                providers:
                                - {id: p, provider_type: echo}
                                guardrails:
                                - {id: used, type: pii, stage: input, action: block}
                                - {id: agents, type: pii, stage: input, action: block}
                                - {id: unused, type: pii, stage: input, action: block}
                                - {id: off, disabled: true, type: pii, stage: input, action: block}
                                llmRoutes:
                                - {id: r, protocol: openai, guardrail_ids: [used, used], target_policy: {type: direct-provider, provider_id: p}}
                                agents:
                                - {id: a, name: A, policy: {guardrail_ids: [agents, used]}}
                                """))
                .extracting(Problem::toString)
                .containsExactly(
                        "f:8:3: warning AGW1308: guardrail/unused is named by nothing: it looks at nothing (name it in guardrail_ids of a route or agent)",
                        "f:11:51: error AGW1104: guardrail_ids[1]: \"used\" (expected: each guardrail once)");
    }
}
