/// Tests of the directory source, on real folders.
@NullMarked
package io.agw.reconciler.source.directory;

import org.jspecify.annotations.NullMarked;
