/// Upstreams for tests.
///
/// Starting point: {@link io.agw.server.upstream.FakeUpstream}.
@NullMarked
package io.agw.server.upstream;

import org.jspecify.annotations.NullMarked;
