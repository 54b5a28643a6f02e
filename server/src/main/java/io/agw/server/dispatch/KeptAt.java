package io.agw.server.dispatch;

import io.agw.store.ResponseOrigin;

/// A response that an upstream keeps and a request is about.
///
/// @param field of the request that names it: `previous_response_id`
public record KeptAt(ResponseOrigin origin, String field) {}
