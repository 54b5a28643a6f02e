package io.agw.bundle.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.BundleLoader;
import io.agw.bundle.document.SourceFile;
import io.agw.bundle.problem.Problem;
import io.agw.bundle.reference.Variables;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys that are sent where others may read them.
final class KeysInClearTest {
    @Test
    void aProvidersKeyThatIsSentUnencryptedIsWarnedOf() {
        assertThat(provider("vllm", "base_url: 'http://10.0.0.7:8000/v1', api_key: '${K}'"))
                .containsExactly(
                        "f:4:42: warning AGW1206: base_url: \"http://10.0.0.7:8000/v1\" is sent the key unencrypted, so that anybody on the way can read it (write https:// unless nobody else is on that network)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base_url: 'https://gpu.example.com/v1', api_key: '${K}'",
                "base_url: 'http://gpu.example.com/v1'",
                "base_url: 'http://localhost:8000/v1', api_key: '${K}'",
                "base_url: 'HTTP://LocalHost:8000/v1', api_key: '${K}'",
                "base_url: 'http://127.8.0.1:8000/v1', api_key: '${K}'",
                "base_url: 'http://[::1]:8000/v1', api_key: '${K}'",
                "api_key: '${K}'",
            })
    void whereNothingCanBeReadNobodyIsWarned(String members) {
        assertThat(provider("vllm", members)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.example.com", "localhost.example.com", "[2001:db8::1]"})
    void aHostThatOnlyLooksLikeLoopbackIsNone(String host) {
        assertThat(provider("vllm", "base_url: 'http://" + host + "/v1', api_key: '${K}'"))
                .singleElement()
                .asString()
                .contains("warning AGW1206");
    }

    @Test
    void aPasswordInAnAddressIsNotRepeated() {
        assertThat(provider("vllm", "base_url: 'http://u:hidden@a.example', api_key: '${K}'"))
                .singleElement()
                .asString()
                .contains("error AGW1104")
                .doesNotContain("hidden");
    }

    @Test
    void aCredentialsKeyIsSentToItsOwnAddressElseToItsProviders() {
        assertThat(
                        load(
                                """
                                providers:
                                - {id: open, provider_type: vllm, base_url: 'http://gpu.example.com/v1'}
                                - {id: closed, provider_type: vllm, base_url: 'https://gpu.example.com/v1'}
                                credentials:
                                - {id: a, label: A, provider_id: open, type: api_key, attributes: {api_key: '${K}'}}
                                - {id: b, label: B, provider_id: closed, type: api_key, attributes: {api_key: '${K}'}}
                                - {id: c, label: C, provider_id: closed, type: api_key, attributes: {api_key: '${K}', base_url: 'http://c.example.com'}}
                                - {id: d, label: D, provider_id: open, type: api_key, attributes: {api_key: '${K}', base_url: 'https://d.example.com'}}
                                """))
                .containsExactly(
                        "f:7:77: warning AGW1206: attributes.api_key: is sent to \"http://gpu.example.com/v1\", the address of provider/open, unencrypted, so that anybody on the way can read it (write https:// unless nobody else is on that network)",
                        "f:9:97: warning AGW1206: attributes.base_url: \"http://c.example.com\" is sent the key unencrypted, so that anybody on the way can read it (write https:// unless nobody else is on that network)");
    }

    private static List<String> provider(String type, String members) {
        return load("providers:\n- {id: p, provider_type: " + type + ", " + members + "}\n");
    }

    private static List<String> load(String sections) {
        var text = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n" + sections;
        var file = new SourceFile("f", text.getBytes(StandardCharsets.UTF_8));
        return new BundleLoader()
                .load(List.of(file), Variables.of(Map.of("K", "sk"))).problems().stream()
                        .map(Problem::toString)
                        .toList();
    }
}
