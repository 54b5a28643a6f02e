package io.agw.server.alert;

import io.agw.bundle.model.Secret;
import org.jspecify.annotations.Nullable;

/// What a webhook is to be told.
///
/// @param id the same however often it is sent
/// @param about what it is about, for logs
/// @param url absolute; may be a secret, and is never repeated
/// @param secret that it is signed with; null for no signature
/// @param json the body
public record Message(String id, String about, Secret url, @Nullable Secret secret, byte[] json) {}
