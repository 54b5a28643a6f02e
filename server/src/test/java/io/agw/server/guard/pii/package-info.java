@NullMarked
package io.agw.server.guard.pii;

import org.jspecify.annotations.NullMarked;
