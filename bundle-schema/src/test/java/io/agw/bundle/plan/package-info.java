/// Tests of planning, and the fixtures that tests of other packages share.
@NullMarked
package io.agw.bundle.plan;

import org.jspecify.annotations.NullMarked;
