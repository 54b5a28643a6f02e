package io.agw.server.access;

import io.agw.server.admission.holder.Holder;
import io.agw.server.admission.holder.HolderType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Leave to use something for a time although nothing allows it. What a policy denies stays denied.
///
/// @param holder who may
/// @param sort of what it may use
/// @param pattern its name, or how names begin and `*`
/// @param reason for people
/// @param actor who gave it
/// @param until when it ends
public record Permit(
        String id,
        Holder holder,
        Sort sort,
        String pattern,
        String reason,
        String actor,
        Instant since,
        Instant until) {
    /// Whose permits there are.
    public static boolean isFor(HolderType type) {
        return switch (type) {
            case VIRTUAL_KEY, AGENT, USER, TEAM, ORG -> true;
            case ROUTE, PROVIDER, GLOBAL -> false;
        };
    }

    boolean isOn(Instant now) {
        return now.isBefore(until);
    }

    boolean isFor(Caller caller) {
        var payer = caller.payer();
        var id =
                switch (holder.type()) {
                    case VIRTUAL_KEY -> payer.keyId();
                    case AGENT -> payer.agent();
                    case USER -> payer.user();
                    case TEAM -> payer.team();
                    case ORG -> payer.org();
                    case ROUTE, PROVIDER, GLOBAL -> (@Nullable String) null;
                };
        return holder.id().equals(id);
    }
}
