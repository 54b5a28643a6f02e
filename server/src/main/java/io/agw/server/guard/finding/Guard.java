package io.agw.server.guard.finding;

import java.util.List;

/// Looks through texts. Pure, thread-safe, and done in time that grows with the text and never
/// faster, whatever the text.
public interface Guard {
    /// What is to be said of a whole text.
    Verdict inspect(CharSequence text);

    /// What it looks for, when each is found where it stands whatever stands far from it, so that
    /// texts can be looked through while they come; empty when only a whole text tells.
    List<Spotter> spotters();
}
