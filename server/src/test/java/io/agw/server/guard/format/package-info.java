@NullMarked
package io.agw.server.guard.format;

import org.jspecify.annotations.NullMarked;
