package io.agw.reconciler.loop;

import io.agw.bundle.BundleLoader;
import io.agw.reconciler.apply.Applier;
import io.agw.store.Store;

/// What all loops of a process share; borrowed from it.
public record Services(
        Store store,
        Applier applier,
        BundleLoader loader,
        ReconcilerMetrics metrics,
        Clockwork time) {}
