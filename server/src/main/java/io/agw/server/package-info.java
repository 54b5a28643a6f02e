/// `agwd`: listeners, data planes, Admin API and telemetry around one immutable snapshot.
@NullMarked
package io.agw.server;

import org.jspecify.annotations.NullMarked;
