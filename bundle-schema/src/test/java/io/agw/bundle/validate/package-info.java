/// Tests of the rules.
@NullMarked
package io.agw.bundle.validate;

import org.jspecify.annotations.NullMarked;
