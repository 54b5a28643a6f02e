package io.agw.bundle.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

final class CanonicalObjectTest {
    @Test
    void secretsStandWhereTheirPointersSay() {
        var tree = JsonNodeFactory.instance.objectNode().put("id", "p");
        tree.putObject("network").put("max_retries", 2);
        var secret = new SecretValue.Given(null, new Secret("s3cret"));
        var object =
                new CanonicalObject(
                        new ObjectKey(Kind.PROVIDER, "p"),
                        tree,
                        Map.of(
                                "/api_key", secret,
                                "/network/extra_headers/X~1Key", secret));

        var whole = object.withSecrets((pointer, _) -> "at " + pointer);

        assertThat(whole.path("api_key").asString()).isEqualTo("at /api_key");
        assertThat(whole.path("network").path("max_retries").asInt()).isEqualTo(2);
        assertThat(whole.path("network").path("extra_headers").path("X/Key").asString())
                .isEqualTo("at /network/extra_headers/X~1Key");
        assertThat(tree.has("api_key")).as("the object's own tree").isFalse();
    }
}
