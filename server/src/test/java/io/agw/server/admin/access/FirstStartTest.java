package io.agw.server.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstStartTest {
    @TempDir private Path folder;

    @Test
    void theAccountStaysAndItsFileNamesTheLastAddress() throws IOException {
        var first = account();
        FirstStart.announce(folder, "http://127.0.0.1:1");
        FirstStart.announce(folder, "http://127.0.0.1:2");

        assertThat(account()).isEqualTo(first);
        assertThat(Files.readAllLines(credentials()))
                .hasSize(2)
                .first()
                .isEqualTo("AGW_ADMIN_ADDR=http://127.0.0.1:2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials())))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatCannotBeReplacedKeepsThePassword() throws IOException {
        account();
        var before = Files.readString(credentials());
        // takes the place of what would be written
        Files.createDirectories(folder.resolve("admin-credentials.new/full"));

        assertThatThrownBy(() -> FirstStart.announce(folder, "http://127.0.0.1:1"))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(Files.readString(credentials())).isEqualTo(before);
    }

    private Account account() {
        return FirstStart.account(folder, new SecureRandom());
    }

    private Path credentials() {
        return folder.resolve("admin-credentials");
    }
}
