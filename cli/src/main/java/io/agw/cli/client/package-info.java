/// HTTP to the gateway: the Admin API with its credentials, and the data plane.
///
/// Starting points: {@link io.agw.cli.client.AdminClient} and {@link
/// io.agw.cli.client.AdminAccess}, which finds address and credentials. Uses the JDK's
/// `HttpURLConnection`: one request at a time, and it starts in a fraction of the time that the
/// newer client takes.
@NullMarked
package io.agw.cli.client;

import org.jspecify.annotations.NullMarked;
