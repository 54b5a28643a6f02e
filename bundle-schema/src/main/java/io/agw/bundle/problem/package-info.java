/// What is wrong with a document, as data: collected, never thrown one at a time.
///
/// Starting point: {@link io.agw.bundle.problem.Problems}, the collector that every step writes to.
/// {@link io.agw.bundle.problem.Code} is the closed list of what can be wrong.
@NullMarked
package io.agw.bundle.problem;

import org.jspecify.annotations.NullMarked;
