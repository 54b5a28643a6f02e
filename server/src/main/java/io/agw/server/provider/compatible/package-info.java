/// Vendors that are compatible with OpenAI's chat completions: an address and what of OpenAI's API
/// they have, or refuse.
///
/// Starting point: {@link io.agw.server.provider.compatible.CompatibleTypes}, which lists them.
@NullMarked
package io.agw.server.provider.compatible;

import org.jspecify.annotations.NullMarked;
