package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.snapshot.Snapshot;
import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose turns a budget counts.
@Timeout(60)
final class BudgetSubjectsTest {
    private static final String ASK =
            "{\"model\":\"m\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private PlaneHarness gateway;
    private Snapshot snapshot;

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness();
        gateway.upstream.then(Behaviours.openAi());
        snapshot = configured("", "");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
    }

    /// @param shares another key whose turns count, too
    /// @param free a key whose turns do not; null: there is none
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    {type: virtual_key, id: one} | virtual_key:one | one | b
                    {type: virtual_key, id: '*'} | virtual_key:one | one | b
                    {type: user, id: ada} | user:ada | one | b
                    {type: user, id: '*'} | user:ada | one | b
                    {type: team, id: core} | team:core | b | c
                    {type: org, id: acme} | org:acme | b | c
                    {type: agent, id: bot} | agent:bot | one | b
                    {type: route, id: route} | route:route | c |
                    {type: provider, id: fake} | provider:fake | c |
                    {type: global} | global | c |
                    """,
            delimiter = '|')
    void aBudgetIsForWhomItSays(String subject, String holder, String shares, String free)
            throws IOException {
        use("- {id: two, subject: " + subject + ", turn_limits: {day: 2}, on_exceed: [deny]}", "");

        assertThat(ask("one").status()).isEqualTo(200);
        assertThat(ask(shares).status()).as("two turns").isEqualTo(200);

        var refused = ask("one");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text())
                .contains(
                        "\"code\":\"budget_exceeded\"",
                        "budget \\\"two\\\" for " + holder,
                        "2 of 2 turns (day)");
        assertThat(ask(shares).status()).as("whoever else falls under it").isEqualTo(429);
        if (free != null) {
            assertThat(ask(free).status()).as("somebody else").isEqualTo(200);
        }
        assertThat(gateway.upstream.requests()).hasSize(free == null ? 2 : 3);
    }

    @Test
    void anAgentHasABudgetOfItsOwn() throws IOException {
        use("", ", policy: {budget: {max_turns_per_day: 2}}");

        assertThat(ask("one").status()).isEqualTo(200);
        assertThat(ask("one").status()).isEqualTo(200);

        var refused = ask("one");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text())
                .contains("\"code\":\"agent_paused\"", "agent/bot", "2 of 2 turns");
        assertThat(ask("b").status()).as("no agent").isEqualTo(200);
        assertThat(used("agent/bot")).isEqualTo(2);
    }

    @Test
    void whereOnlyTurnsAreCountedAnAnswerMayBeOfAnyLength() throws IOException {
        use("", ", policy: {budget: {max_turns_per_day: 2}}");

        assertThat(ask("one", "{\"model\":\"m\",\"messages\":[]}").status()).isEqualTo(200);

        assertThat(gateway.upstream.requests().getFirst().text()).doesNotContain("max_");
    }

    @Test
    void tokensOfAnAgentsDayAreReserved() throws IOException {
        use("", ", policy: {budget: {max_tokens_per_day: 20}}");

        var refused = ask("one");

        assertThat(refused.status()).as("a token for each byte, and ten").isEqualTo(429);
        assertThat(refused.text()).contains("agent/bot", "0 of 20 tokens (day)");
        assertThat(gateway.upstream.requests()).isEmpty();
    }

    @Test
    void aSoftBudgetRefusesWhatComesAfterItsLimitAndAnObserverNothing() throws IOException {
        var budget =
                "- {id: two, subject: {type: global}, token_limits: {day: 1}, enforcement: %s}";
        use(budget.formatted("soft"), "");
        assertThat(ask("one").status()).as("there is something left").isEqualTo(200);
        assertThat(ask("one").status()).isEqualTo(429);

        use(budget.formatted("observe"), "");
        assertThat(ask("one").status()).isEqualTo(200);
        assertThat(used("two")).as("more than the limit").isGreaterThan(1);
    }

    @Test
    void aBudgetThatComesBackKnowsWhatWasUsed() throws IOException {
        var budget = "- {id: two, subject: {type: team, id: core}, turn_limits: {day: 2}}";
        use(budget, "");
        assertThat(ask("one").status()).isEqualTo(200);
        use("", "");
        assertThat(ask("one").status()).as("without the budget").isEqualTo(200);

        use(budget, "");

        assertThat(ask("one").status()).as("the second under it").isEqualTo(200);
        assertThat(ask("one").status()).isEqualTo(429);
    }

    private long used(String budget) {
        var rule = snapshot.admission().budget(budget).orElseThrow();
        return gateway.budgets.views(rule, 1).getFirst().caps().getFirst().used();
    }

    private CollectingSink ask(String key) throws IOException {
        return ask(key, ASK);
    }

    private CollectingSink ask(String key, String body) throws IOException {
        var sink = new CollectingSink();
        gateway.serve(
                PlaneHarness.received(
                        "POST",
                        "/v1/chat/completions",
                        body,
                        "authorization",
                        "Bearer vk-key-" + key),
                sink);
        return sink;
    }

    /// @param agent members of the agent besides
    private void use(String budgets, String agent) {
        snapshot = configured(budgets, agent);
        gateway.use(snapshot);
    }

    private Snapshot configured(String budgets, String agent) {
        return TestSnapshots.of(
                """
                providers:
                  - {id: fake, provider_type: openai, api_key: sk, base_url: %s, network: {max_retries: 0}}
                teams:
                  - {id: core, org: acme}
                  - {id: side, org: other}
                agents:
                  - {id: bot, name: Bot%s}
                budgets: %s
                virtualKeys:
                  - {id: one, value: vk-key-one, team: core, user: ada, agent_id: bot}
                  - {id: b, value: vk-key-b, team: core, user: bob}
                  - {id: c, value: vk-key-c, team: side, user: cy}
                llmRoutes:
                  - {id: route, protocol: openai, target_policy: {provider_id: fake}}
                """
                        .formatted(
                                gateway.upstream.baseUrl(),
                                agent,
                                budgets.isEmpty() ? "[]" : "\n  " + budgets));
    }
}
