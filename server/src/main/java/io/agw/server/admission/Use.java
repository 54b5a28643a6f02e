package io.agw.server.admission;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a turn used, as far as is known when it is asked. Belongs to the turn.
public interface Use {
    /// Tokens; 0 when it used none.
    long tokens();

    /// What they cost; null when that is not known.
    @Nullable Long nanoDollars();

    /// Whether it may be more than is known, because an upstream may have gone on.
    boolean isOpen();

    /// Whether an upstream was called at all.
    boolean called();

    /// Whether an upstream, or the gateway, did not do its part.
    boolean failed();

    /// Takes note of the policies whose conditions held so far.
    void matched(List<String> policies);

    /// Milliseconds that it has taken so far.
    long millis();
}
