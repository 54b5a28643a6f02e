/// Chooses where a turn goes, and goes on until an upstream answers.
///
/// Starting points: {@link io.agw.server.dispatch.Routings}, which turns a route of a snapshot into
/// targets, and {@link io.agw.server.dispatch.Dispatcher}, which makes the attempts. Knows routes,
/// candidates, keys, retries and fallback; knows no HTTP and no vendor.
@NullMarked
package io.agw.server.dispatch;

import org.jspecify.annotations.NullMarked;
