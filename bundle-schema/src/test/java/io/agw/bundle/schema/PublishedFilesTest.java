package io.agw.bundle.schema;

import io.agw.bundle.shape.Shapes;
import io.agw.house.Golden;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What the repository publishes is what the records say.
class PublishedFilesTest {
    private final Shapes shapes = Shapes.KINDS;

    @Test
    void theSchemaIsUpToDate() throws IOException {
        Golden.check(
                Path.of("../gitops-examples/schema/bundle.schema.json"),
                BundleSchema.text(new BundleSchema(shapes).bundle()));
    }

    @Test
    void theReferencePageIsUpToDate() throws IOException {
        Golden.check(Path.of("../docs/bundle-reference.md"), ReferencePage.of(shapes));
    }
}
