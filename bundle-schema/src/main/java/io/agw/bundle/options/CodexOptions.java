package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;

/// Options of the `codex` type.
public record CodexOptions(
        @Doc("`cc` leaves the stateful tools of Claude Code out of requests.") @Default("none")
                Compact compact) {}
