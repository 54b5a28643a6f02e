/// OpenAI's responses.
///
/// Starting point: {@link io.agw.server.dialect.shape.responses.ResponsesDialect}. A request is a
/// list of items: what was said, what the model thought, calls of functions and their results. All
/// that the model says, thinks and calls in a row is one message of a conversation. The gateway
/// keeps no answers, so that a request that refers to one is refused, and an answer says that it is
/// not stored.
///
/// A thought is an item with its words as `summary` and its signature as `encrypted_content`, byte
/// by byte; one that is sealed has no summary.
@NullMarked
package io.agw.server.dialect.shape.responses;

import org.jspecify.annotations.NullMarked;
