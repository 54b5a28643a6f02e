package io.agw.server.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.model.Network;
import io.agw.bundle.model.Secret;
import io.agw.server.call.CallSettings;
import io.agw.server.call.EgressPolicy;
import io.agw.server.call.Sweeper;
import io.agw.server.call.SystemResolver;
import io.agw.server.call.TlsTrust;
import io.agw.server.call.UpstreamClient;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

final class BedrockTypeTest {
    private final Sweeper sweeper = new Sweeper();
    private final SystemResolver resolver = new SystemResolver();
    private UpstreamClient client;

    @BeforeEach
    void start() throws GeneralSecurityException {
        client =
                new UpstreamClient(
                        CallSettings.defaults(),
                        new EgressPolicy(true, List.of()),
                        resolver,
                        TlsTrust.system(),
                        sweeper);
    }

    @AfterEach
    void stop() {
        client.close();
        resolver.close();
        sweeper.close();
    }

    @Test
    void theAddressIsOfTheRegion() {
        assertThat(open("key-1", "eu-central-1").address())
                .isEqualTo("bedrock-runtime.eu-central-1.amazonaws.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example/", "a@b", ""})
    void aRegionIsNothingButAWord(String region) {
        assertThatThrownBy(() -> open("key-1", region))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{hidden", "{\"AccessKeyId\":\"hidden\"}"})
    void jsonThatIsNoAccessKeyIsSaidSoWithoutShowingIt(String key) {
        assertThatThrownBy(() -> open(key, "eu-central-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("api_key")
                .hasMessageContaining("SecretAccessKey")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aSessionTokenIsAmongTheSecretsThatAreSent() {
        var provider =
                open(
                        "{\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"S\",\"SessionToken\":\"token-1\"}",
                        "eu-central-1");

        assertThat(provider.secrets().isShownBy("what is token-1?")).isTrue();
    }

    private Provider open(String key, String region) {
        var network = new Network(60, 0, 0, 4, 4, 60, null, null, Map.of());
        return new BedrockType(client, InstantSource.system())
                .open(
                        new ProviderSetup(
                                "bedrock",
                                "",
                                null,
                                new Secret(key),
                                false,
                                null,
                                null,
                                network,
                                Map.of("region", JsonNodeFactory.instance.stringNode(region))));
    }
}
