package io.agw.bundle;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.agw.house.HouseRules;

/// The house rules on this module.
final class ArchitectureTest extends HouseRules {
    private static final JavaClasses CLASSES = classesOf("io.agw.bundle");

    @Override
    protected JavaClasses classes() {
        return CLASSES;
    }
}
