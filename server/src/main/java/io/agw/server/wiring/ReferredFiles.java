package io.agw.server.wiring;

import io.agw.bundle.reference.Variables.Lookup;
import io.agw.reconciler.source.GitAccess;
import io.agw.server.listen.TlsFiles;
import io.agw.server.settings.AgwdSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Files that bundles refer to: those under one folder, and none of the gateway's own, wherever
/// they lie. Read at every lookup.
final class ReferredFiles {
    private static final long LONGEST = 64 * 1024;

    private final Optional<Path> root;
    private final List<Path> own;

    /// @param root the folder that bundles may refer to, when there is one
    /// @param own files and folders with the gateway's secrets
    ReferredFiles(Optional<Path> root, List<Path> own) {
        this.root = root;
        this.own = List.copyOf(own);
    }

    static ReferredFiles of(AgwdSettings settings) {
        var own = new ArrayList<Path>();
        own.addAll(settings.readFrom());
        own.add(settings.dataDirectory());
        own.add(settings.store().masterKey());
        Stream.of(settings.data().tls(), settings.admin().tls())
                .flatMap(Optional::stream)
                .map(TlsFiles::key)
                .forEach(own::add);
        settings.tracing().otlpHeaders().ifPresent(own::add);
        for (var source : settings.sources()) {
            own.addAll(source.policy().hookSecrets());
            own.addAll(secrets(source.place().access()));
        }
        return new ReferredFiles(settings.sourceFiles(), own);
    }

    private static List<Path> secrets(GitAccess access) {
        return Stream.of(
                        access.userFile(),
                        access.tokenFile(),
                        access.sshKeyFile(),
                        access.sshPassphraseFile())
                .filter(Objects::nonNull)
                .toList();
    }

    /// A file that a bundle refers to by its path under the folder.
    Lookup referred(String path) {
        if (root.isEmpty()) {
            return new Lookup.Forbidden(
                    "files cannot be referred to here: source_files is not set");
        }
        try {
            var folder = root.get().toRealPath();
            var file = folder.resolve(path).normalize();
            if (!file.startsWith(folder)) {
                // before anything is looked up: a bundle must not learn what there is elsewhere
                return outside();
            }
            if (!Files.exists(file)) {
                return new Lookup.NotSet();
            }
            var real = file.toRealPath();
            if (!real.startsWith(folder) || !Files.isRegularFile(real)) {
                return outside();
            }
            return isOwn(real)
                    ? new Lookup.Forbidden("the file is one of the gateway's own")
                    : text(real);
        } catch (IOException | InvalidPathException _) {
            // the reason may quote the path's target, which a bundle must not learn
            return unreadable();
        }
    }

    /// A file that the operator granted by name, wherever it lies.
    static Lookup named(String path) {
        try {
            var file = Path.of(path);
            return Files.exists(file) ? text(file.toRealPath()) : new Lookup.NotSet();
        } catch (IOException | InvalidPathException _) {
            return unreadable();
        }
    }

    private boolean isOwn(Path real) throws IOException {
        for (var path : own) {
            if (Files.exists(path) && real.startsWith(path.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    private static Lookup text(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            return new Lookup.Forbidden("the file is larger than 64 KiB");
        }
        var text = Files.readString(file, StandardCharsets.UTF_8);
        return new Lookup.Found(text.replaceFirst("\\R\\z", ""));
    }

    private static Lookup outside() {
        return new Lookup.Forbidden("the path leaves the folder of source_files");
    }

    private static Lookup unreadable() {
        return new Lookup.Forbidden("the file cannot be read");
    }
}
