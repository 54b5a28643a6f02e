/// `${NAME}`, `${NAME:-default}` and `${file:PATH}` in scalars: grammar and resolution.
///
/// Starting point: {@link io.agw.bundle.reference.References}; {@link
/// io.agw.bundle.reference.Variables} is what a process lets a bundle refer to.
@NullMarked
package io.agw.bundle.reference;

import org.jspecify.annotations.NullMarked;
