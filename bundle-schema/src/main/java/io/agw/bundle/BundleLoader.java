package io.agw.bundle;

import io.agw.bundle.document.SourceFile;
import io.agw.bundle.reference.Variables;
import java.util.List;

/// Files of one source → bundle: parse, resolve references, read, check. Thread-safe.
public final class BundleLoader {
    /// Loads the files as one bundle, collecting every problem.
    ///
    /// Rules across objects are checked as far as the files themselves decide them; the rest is the
    /// candidate check's, which sees the whole candidate state.
    public Loaded load(List<SourceFile> files, Variables variables) {
        return new Loaded.Invalid(List.of());
    }
}
