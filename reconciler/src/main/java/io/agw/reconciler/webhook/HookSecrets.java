package io.agw.reconciler.webhook;

import io.agw.bundle.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Secrets of a webhook in files, read anew each time. A file that cannot be read holds no secret.
public record HookSecrets(List<Path> files) implements Supplier<List<Secret>> {
    private static final Logger LOG = LoggerFactory.getLogger(HookSecrets.class);
    private static final int MOST_BYTES = 4_096;

    public HookSecrets {
        files = List.copyOf(files);
    }

    @Override
    public List<Secret> get() {
        return files.stream().map(HookSecrets::read).flatMap(Optional::stream).toList();
    }

    private static Optional<Secret> read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                LOG.warn("webhook secret {}: more than {} bytes", file, MOST_BYTES);
                return Optional.empty();
            }
            var text = Files.readString(file).strip();
            return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
        } catch (IOException e) {
            LOG.warn("webhook secret {}: {}", file, e.toString());
            return Optional.empty();
        }
    }
}
