package io.agw.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.agw.house.HouseRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The house rules on this module, and what its packages may see.
final class ArchitectureTest extends HouseRules {
    private static final JavaClasses CLASSES = classesOf("io.agw.server");

    @Override
    protected JavaClasses classes() {
        return CLASSES;
    }

    /// Texts of users are looked through in time that grows with them: by hand or by RE2.
    @Test
    void nothingThatReadsTextsOfUsersTriesOverAndOver() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.agw.server.guard..",
                        "io.agw.server.cache..",
                        "io.agw.server.admission..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .orShould()
                .callMethod(String.class, "matches", String.class)
                .orShould()
                .callMethod(String.class, "replaceAll", String.class, String.class)
                .orShould()
                .callMethod(String.class, "replaceFirst", String.class, String.class)
                .check(CLASSES);
    }

    @Test
    void onlyTheListenerSeesHelidonsServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.agw.server.listen..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon.webserver..")
                .check(CLASSES);
    }

    @Test
    void onlyWiringAndAdminSeeTheReconciler() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.agw.server.wiring..",
                        "io.agw.server.admin..",
                        "io.agw.server.settings..",
                        "io.agw.server.telemetry.metrics..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.agw.reconciler..")
                .check(CLASSES);
    }

    @Test
    void dialectsArePure() {
        noClasses()
                .that()
                .resideInAPackage("io.agw.server.dialect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon..", "io.agw.store..", "java.net..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void providersDoNotSeeEachOther() {
        var types =
                List.of(
                        "anthropic",
                        "azure",
                        "bedrock",
                        "compatible",
                        "echo",
                        "gemini",
                        "openai",
                        "vertex");
        for (var type : types) {
            noClasses()
                    .that()
                    .resideInAPackage("io.agw.server.provider." + type + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            types.stream()
                                    .filter(other -> !other.equals(type))
                                    .map(other -> "io.agw.server.provider." + other + "..")
                                    .toArray(String[]::new))
                    .check(CLASSES);
        }
    }

    @Test
    void nobodySeesWiringButTheProgram() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.agw.server.wiring..")
                .and()
                .doNotHaveSimpleName("Agwd")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.agw.server.wiring..")
                .check(CLASSES);
    }
}
