/// Texts that a service of the operator's judges: {@link io.agw.server.guard.webhook.Webhook} words
/// the question and reads the verdict, {@link io.agw.server.guard.webhook.ServiceCalls} brings one
/// to the other.
@NullMarked
package io.agw.server.guard.webhook;

import org.jspecify.annotations.NullMarked;
