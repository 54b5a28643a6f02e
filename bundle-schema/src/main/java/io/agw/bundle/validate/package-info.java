/// What must hold of objects beyond the shape of their fields: rules within one object, across the
/// objects of a bundle, and across everything that a gateway holds.
///
/// Starting points: {@link io.agw.bundle.validate.RuleCheck} for objects and bundles, {@link
/// io.agw.bundle.validate.OfflineCheck} for references where no gateway is at hand, and {@link
/// io.agw.bundle.validate.CandidateCheck} for the state that a plan leads to. Every check reports
/// all it finds.
@NullMarked
package io.agw.bundle.validate;

import org.jspecify.annotations.NullMarked;
