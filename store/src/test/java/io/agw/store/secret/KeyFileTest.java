package io.agw.store.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyFileTest {
    @TempDir Path directory;

    private final MasterKey first = MasterKey.generate(new SecureRandom());
    private final MasterKey second = MasterKey.generate(new SecureRandom());

    @Test
    void keysComeBackInTheirOrderAndNobodyElseMayReadThem() throws IOException {
        var file = new KeyFile(directory.resolve("master.key"));
        file.write(new KeyRing(List.of(first, second)));

        assertThat(file.read().keys()).containsExactly(first, second);
        assertThat(file.read().matching(second.check())).contains(second);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
    }

    @Test
    void hexadecimalAndBase64AreRead() throws IOException {
        var hex = HexFormat.of().formatHex(java.util.Base64.getDecoder().decode(first.text()));
        var path = directory.resolve("key");
        Files.writeString(path, "# ours\n\n  " + hex + "\r\n" + second.text());

        assertThat(new KeyFile(path).read().keys()).containsExactly(first, second);
    }

    @Test
    void lineThatIsNoKeyIsNamedAndNotShown() throws IOException {
        var path = directory.resolve("key");
        Files.writeString(path, first.text() + "\nhunter2\n");

        assertThatThrownBy(() -> new KeyFile(path).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key:2: not a master key")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void bytesThatAreNoTextAreNoKeyAndWhatCannotBeReadSaysWhy() throws IOException {
        var path = directory.resolve("key");
        Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe, 7});

        assertThatThrownBy(() -> new KeyFile(path).read())
                .hasMessageContaining("key: not a master key (expected: 32 bytes in base64");
        assertThatThrownBy(() -> new KeyFile(directory.resolve("none")).read())
                .hasMessageContaining("none: cannot be read (NoSuchFileException)");
    }

    @Test
    void fileWithoutAKeyIsRefused() throws IOException {
        var path = directory.resolve("key");
        Files.writeString(path, "# nothing yet\n");

        assertThatThrownBy(() -> new KeyFile(path).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no master key");
    }
}
