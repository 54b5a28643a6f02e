package io.agw.server.admission;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import io.agw.server.admission.policy.Asking;
import io.agw.server.call.Cancellation;
import io.agw.server.price.PriceList;
import io.agw.store.Payer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A turn that wants to be let in.
///
/// @param asking who asks for what
/// @param streams whether its answer is a stream
/// @param tokens that it is taken to use; asked only where that matters
/// @param use what it did use; asked when it is over
/// @param free whether it costs nothing, whatever becomes of it
/// @param prices by which it is charged
/// @param cancellation gives it up while it waits
public record Arrival(
        Asking asking,
        boolean streams,
        LongSupplier tokens,
        Use use,
        boolean free,
        PriceList prices,
        Cancellation cancellation) {
    /// Whom it is counted for.
    Payer payer() {
        return asking.payer();
    }

    /// When it came.
    Instant at() {
        return asking.at();
    }

    /// Whom its use is counted for, but for the providers that are asked later.
    List<Holder> holders() {
        var holders = new ArrayList<Holder>(8);
        var payer = payer();
        add(holders, HolderType.VIRTUAL_KEY, payer.keyId());
        add(holders, HolderType.AGENT, payer.agent());
        add(holders, HolderType.USER, payer.user());
        add(holders, HolderType.TEAM, payer.team());
        add(holders, HolderType.ORG, payer.org());
        add(holders, HolderType.ROUTE, asking.routeId());
        holders.add(Holder.ALL);
        return holders;
    }

    /// In which line it waits: keys take turns.
    String line() {
        return Objects.requireNonNullElse(payer().keyId(), "");
    }

    private static void add(List<Holder> holders, HolderType type, @Nullable String id) {
        if (id != null) {
            holders.add(new Holder(type, id));
        }
    }
}
