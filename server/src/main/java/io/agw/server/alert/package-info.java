/// Messages to webhooks, off the way of requests.
///
/// Starting point: {@link io.agw.server.alert.Webhooks}.
@NullMarked
package io.agw.server.alert;

import org.jspecify.annotations.NullMarked;
