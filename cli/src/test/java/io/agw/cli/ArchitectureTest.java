package io.agw.cli;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.agw.house.HouseRules;

/// The house rules on this module.
final class ArchitectureTest extends HouseRules {
    private static final JavaClasses CLASSES = classesOf("io.agw.cli");

    @Override
    protected JavaClasses classes() {
        return CLASSES;
    }
}
