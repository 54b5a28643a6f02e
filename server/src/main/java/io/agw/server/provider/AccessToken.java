package io.agw.server.provider;

import io.agw.bundle.model.Secret;
import org.jspecify.annotations.Nullable;

/// What a login shows an upstream for a while.
///
/// @param text shown as `Authorization: Bearer`
/// @param account the vendor's name for the account that logged in; null where calls need not tell
public record AccessToken(Secret text, @Nullable String account) {}
