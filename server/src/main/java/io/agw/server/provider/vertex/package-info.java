/// Models at Google's Vertex AI: Gemini in its own words, Claude in Anthropic's, with tokens made
/// from the key of a service account.
///
/// Starting point: {@link io.agw.server.provider.vertex.VertexType}.
@NullMarked
package io.agw.server.provider.vertex;

import org.jspecify.annotations.NullMarked;
