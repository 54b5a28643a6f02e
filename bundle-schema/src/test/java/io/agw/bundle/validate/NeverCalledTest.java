package io.agw.bundle.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses that the gateway would not call, told before it has to.
final class NeverCalledTest {
    @Test
    void aMetadataAddressIsRefusedWithItsPlace() {
        assertThat(provider("base_url: 'http://169.254.169.254/v1'"))
                .containsExactly(
                        "f:4:42: error AGW1104: base_url: \"http://169.254.169.254/v1\" is an instance metadata address, which is never called (write another host: no setting opens this one)");
    }

    @Test
    void aProxysAddressIsRefusedAndNotShown() {
        assertThat(provider("network: {proxy_url: 'http://u:hidden@169.254.169.254:3128'}"))
                .contains(
                        "f:4:53: error AGW1104: network.proxy_url: a value whose host is an instance metadata address, which is never called (write another host: no setting opens this one)")
                .noneMatch(problem -> problem.contains("hidden"));
        assertThat(provider("network: {proxy_url: 'socks5://0177.0.0.1:1080'}"))
                .contains(
                        "f:4:53: error AGW1104: network.proxy_url: a value whose host is an odd spelling of an address (expected: like 192.0.2.1)");
        assertThat(provider("network: {proxy_url: 'http://169.254.1.1:3128'}"))
                .contains(
                        "f:4:53: warning AGW1307: network.proxy_url: a value is link-local, so that it is called only where the gateway's setting egress.allow_private holds it (write an address that more than this link knows)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "168.63.129.16",
                "100.100.100.200",
                "0.0.0.0",
                "224.0.0.1",
                "[fd00:ec2::254]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "[2002:a9fe:a9fe::1]",
                "[::]",
                "metadata.goog",
            })
    void whatNoSettingOpensIsAnErrorWhereverItStands(String host) {
        var url = "https://" + host + "/v1";
        assertThat(provider("base_url: '" + url + "'"))
                .singleElement()
                .asString()
                .contains("error AGW1104", "no setting opens this one");
        assertThat(
                        load(
                                "cliAuthAuthenticators: [{name: codex, config: {token_url: '"
                                        + url
                                        + "'}}]\n"))
                .anyMatch(problem -> problem.contains("no setting opens this one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.1.1", "[fe80::1]", "[::ffff:169.254.1.1]"})
    void whatASettingOpensIsAWarningWhereHardlyAnybodyMeansIt(String host) {
        assertThat(provider("base_url: 'https://" + host + "/v1'"))
                .singleElement()
                .asString()
                .contains("f:4:42: warning AGW1307: base_url: ", "egress.allow_private");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1", "127.0.0.1", "[::1]", "[fd12::1]", "192.168.1.1", "8.8.8.8"})
    void ordinaryNetworksAreNoProblem(String host) {
        assertThat(provider("base_url: 'https://" + host + "/v1'")).isEmpty();
    }

    private static List<String> provider(String members) {
        return load(
                "providers:\n- {id: p, provider_type: vllm, %s%s}\n"
                        .formatted(
                                members,
                                members.startsWith("base") ? "" : ", base_url: 'https://a.b'"));
    }

    private static List<String> load(String yaml) {
        return RuleCase.load(yaml).stream().map(Problem::toString).toList();
    }
}
