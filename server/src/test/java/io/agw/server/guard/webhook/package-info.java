@NullMarked
package io.agw.server.guard.webhook;

import org.jspecify.annotations.NullMarked;
