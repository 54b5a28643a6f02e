package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.cli.shell.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir Path folder;

    @Test
    void theProcessBeatsTheLocalFileWhichBeatsTheCommonOne() throws IOException {
        Files.writeString(folder.resolve(".env"), "A=common\nB=common\nC=common\n");
        Files.writeString(folder.resolve(".env.local"), "A=local\nB=local\n");

        assertThat(Environment.of(Map.of("A", "process"), folder))
                .containsEntry("A", "process")
                .containsEntry("B", "local")
                .containsEntry("C", "common");
    }

    @Test
    void aCommandSeesThem() throws IOException {
        Files.writeString(folder.resolve(".env"), "OPENAI_API_KEY='sk-from-env'\n");
        Bundles.write(folder, "a.yaml", Bundles.provider("${OPENAI_API_KEY}"));

        assertThat(new Run(folder).agwctl("gateway", "validate", "-f", "a.yaml").code()).isZero();
    }

    @Test
    void aMalformedFileIsSaidWithItsLineAndNotItsText() throws IOException {
        Files.writeString(folder.resolve(".env"), "GOOD=1\nsk-secret-without-a-name\n");

        var result = new Run(folder).agwctl("gateway", "export");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .isEqualTo("agwctl: .env:2: not an assignment (expected: NAME=value)\n");
    }
}
