package io.agw.server.admission;

import io.agw.store.UsageRecord;
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

    /// What stands for it in usage, should it never end.
    ///
    /// @param providerId who is called
    /// @param model that is asked for there; null for none
    /// @param mostNanoDollars that it may have cost
    UsageRecord unended(String providerId, @Nullable String model, long mostNanoDollars);

    /// Does something once the row of the turn is written, or given up.
    ///
    /// @param then neither blocks nor throws
    void whenWritten(Runnable then);

    /// Milliseconds that it has taken so far.
    long millis();
}
