package io.agw.bundle.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PlaceIndexTest {
    private static final String YAML =
            """
            id: a
            list:
              - name: one
              - name: two
            "a/b~c": {"": deep}
            """;

    private final PlaceIndex index = PlaceIndex.of(tree());

    @Test
    void everyValueIsFoundByItsPointer() {
        assertThat(index.at("")).isEqualTo(new Position("a.yaml", 1, 1));
        assertThat(index.at("/id")).isEqualTo(new Position("a.yaml", 1, 5));
        assertThat(index.at("/list/1")).isEqualTo(new Position("a.yaml", 4, 5));
        assertThat(index.at("/list/1/name")).isEqualTo(new Position("a.yaml", 4, 11));
        assertThat(index.at("/a~1b~0c")).isEqualTo(new Position("a.yaml", 5, 10));
        assertThat(index.at("/a~1b~0c/")).isEqualTo(new Position("a.yaml", 5, 15));
    }

    @Test
    void whatIsNotThereStandsWhereTheNearestValueAroundItDoes() {
        assertThat(index.at("/missing")).isEqualTo(new Position("a.yaml", 1, 1));
        assertThat(index.at("/list/7/name")).isEqualTo(new Position("a.yaml", 3, 3));
        assertThat(index.at("/list/0/missing/name")).isEqualTo(new Position("a.yaml", 3, 5));
        assertThat(index.at("/missing/id")).isEqualTo(new Position("a.yaml", 1, 1));
    }

    private static Node tree() {
        var problems = new Problems();
        var file = new SourceFile("a.yaml", YAML.getBytes(StandardCharsets.UTF_8));
        var trees = new DocumentReader(ReadLimits.defaults()).yaml(file, problems);
        assertThat(problems.sorted()).isEmpty();
        return trees.getFirst();
    }
}
