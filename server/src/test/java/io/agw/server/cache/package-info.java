/// Tests of caches of answers.
@NullMarked
package io.agw.server.cache;

import org.jspecify.annotations.NullMarked;
