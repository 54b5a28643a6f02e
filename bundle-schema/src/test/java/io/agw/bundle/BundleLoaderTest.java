package io.agw.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.model.Kind;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.reference.Variables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BundleLoaderTest {
    private static final String HEAD = "apiVersion: gateway.agw/v1alpha1\nkind: GatewayBundle\n";

    private final BundleLoader loader = new BundleLoader();

    @Test
    void readsSeveralFilesAsOneBundle() {
        var loaded =
                load(
                        Map.of("KEY", "sk-1"),
                        HEAD + "providers:\n- id: p\n  provider_type: openai\n  api_key: ${KEY}\n",
                        HEAD
                                + "llmRoutes:\n"
                                + "- id: r\n"
                                + "  protocol: openai\n"
                                + "  match_policy: {path_prefix: /r}\n"
                                + "  target_policy: {type: direct-provider, provider_id: p}\n");

        assertThat(loaded.problems()).isEmpty();
        assertThat(((Loaded.Valid) loaded).bundle().objects())
                .containsOnlyKeys(
                        new ObjectKey(Kind.PROVIDER, "p"), new ObjectKey(Kind.LLM_ROUTE, "r"));
    }

    @Test
    void namesBothPlacesOfAnIdUsedTwice() {
        var provider = HEAD + "providers:\n- id: p\n  provider_type: openai\n";

        var loaded = load(Map.of(), provider, provider);

        assertThat(loaded.problems())
                .extracting(Object::toString)
                .containsExactly(
                        "f1.yaml:4:3: error AGW1105: provider/p is declared twice (expected: once in a"
                                + " bundle) (first at f0.yaml:4:3)");
    }

    private Loaded load(Map<String, String> variables, String... texts) {
        var files = new ArrayList<SourceFile>();
        for (var text : texts) {
            files.add(
                    new SourceFile(
                            "f" + files.size() + ".yaml", text.getBytes(StandardCharsets.UTF_8)));
        }
        return loader.load(List.copyOf(files), Variables.of(variables));
    }
}
