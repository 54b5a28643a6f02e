/// Tests of the export.
@NullMarked
package io.agw.bundle.export;

import org.jspecify.annotations.NullMarked;
