@NullMarked
package io.agw.server.guard.injection;

import org.jspecify.annotations.NullMarked;
