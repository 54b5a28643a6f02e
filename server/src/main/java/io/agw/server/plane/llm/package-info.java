/// The LLM plane: model APIs as clients see them.
///
/// Starting point: {@link io.agw.server.plane.llm.LlmPlane}. It sequences the steps of a turn,
/// authenticate, select, call, relay, record, and renders whatever goes wrong in the shape that the
/// caller's client library understands.
@NullMarked
package io.agw.server.plane.llm;

import org.jspecify.annotations.NullMarked;
