package io.agw.reconciler.apply;

import io.agw.bundle.canonical.CanonicalObject;
import io.agw.bundle.model.BundleObject;
import io.agw.bundle.model.ObjectKey;
import io.agw.bundle.plan.Plan;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A plan together with what it leads to.
///
/// @param targets what is to be stored, by key, generated secrets included
/// @param candidate the whole configuration after the plan
/// @param publish makes it serve; null when it was not compiled, because nothing changes or because
///   something stands against the plan
record Prospect(
        Plan plan,
        SortedMap<ObjectKey, CanonicalObject> targets,
        SortedMap<ObjectKey, BundleObject> candidate,
        @Nullable Runnable publish) {
    Prospect with(Plan reviewed) {
        return new Prospect(reviewed, targets, candidate, publish);
    }
}
