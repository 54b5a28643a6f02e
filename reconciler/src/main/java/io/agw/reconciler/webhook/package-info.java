/// Whether a call really comes from the host of a source's repository.
///
/// Starting point: {@link io.agw.reconciler.webhook.HookVerifier}. What such a call says is never
/// believed; it only makes the source's loop look sooner. Knows no HTTP server.
@NullMarked
package io.agw.reconciler.webhook;

import org.jspecify.annotations.NullMarked;
