package io.agw.store;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.agw.house.HouseRules;

/// The house rules on this module.
final class ArchitectureTest extends HouseRules {
    private static final JavaClasses CLASSES = classesOf("io.agw.store");

    @Override
    protected JavaClasses classes() {
        return CLASSES;
    }
}
