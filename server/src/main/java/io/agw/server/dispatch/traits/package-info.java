/// What a request is like: what a model must be able to do for it, how large and how demanding it
/// is, and which rule of a route it falls under.
///
/// Starting points: {@link io.agw.server.dispatch.traits.RequestTraits} and {@link
/// io.agw.server.dispatch.traits.RuleBook}. Knows conversations and rules; knows no target.
@NullMarked
package io.agw.server.dispatch.traits;

import org.jspecify.annotations.NullMarked;
