package io.agw.server.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.model.Network;
import io.agw.bundle.model.Secret;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.upstream.LocalClient;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

final class BedrockTypeTest {
    private final LocalClient local = new LocalClient();

    @AfterEach
    void stop() {
        local.close();
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
        return new BedrockType(local.client(), InstantSource.system())
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
