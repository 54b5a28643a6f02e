package io.agw.server.turn;

import io.agw.bundle.model.Secret;

/// A client's own key at a provider. Lives as long as its turn; never written anywhere.
///
/// @param bearer whether it is a token in `Authorization`, for vendors whose keys stand elsewhere
public record CallerKey(Secret text, boolean bearer) {
    /// Masks the key.
    @Override
    public String toString() {
        return "CallerKey";
    }
}
