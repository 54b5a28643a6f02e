/// Asks providers in the background which models they have and whether they are well, so that no
/// request has to wait for either.
///
/// Starting point: {@link io.agw.server.survey.Survey}. What it finds is used by the choice of a
/// target through {@link io.agw.server.dispatch.Findings}; a provider that was never reached counts
/// as healthy, and models that nobody listed as capable.
@NullMarked
package io.agw.server.survey;

import org.jspecify.annotations.NullMarked;
