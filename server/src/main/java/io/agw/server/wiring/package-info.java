/// The bill of materials: every part of the gateway, constructed once, from the bottom to the top.
///
/// Starting point: {@link io.agw.server.wiring.Gateway}. Implementations of open sets (provider
/// types, sources, planes) are listed here and nowhere else.
@NullMarked
package io.agw.server.wiring;

import org.jspecify.annotations.NullMarked;
