/// A model that a test plays, behind the APIs of all vendors.
///
/// Starting point: {@link io.agw.server.upstream.played.PlayedModel}.
@NullMarked
package io.agw.server.upstream.played;

import org.jspecify.annotations.NullMarked;
