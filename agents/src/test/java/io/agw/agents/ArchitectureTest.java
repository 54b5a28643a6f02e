package io.agw.agents;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.agw.house.HouseRules;

/// The house rules on this module.
final class ArchitectureTest extends HouseRules {
    private static final JavaClasses CLASSES = classesOf("io.agw.agents");

    @Override
    protected JavaClasses classes() {
        return CLASSES;
    }
}
