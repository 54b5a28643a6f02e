package io.agw.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every module keeps to. A module's `ArchitectureTest` extends this and adds its own rules.
///
/// The build runs a module's tests in the module's folder, which is where the sources are read.
public abstract class HouseRules {
    private static final int MOST_LINES_OF_A_FILE = 400;
    private static final int MOST_LINES_OF_A_TEST = 600;
    private static final int MOST_LINES_OF_A_METHOD = 60;

    /// The module's own main classes; never empty, so that no rule passes for want of classes.
    protected static JavaClasses classesOf(String basePackage) {
        var classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .withImportOption(location -> !location.contains("/test-classes/"))
                        .importPackages(basePackage);
        assertThat(classes).as("classes of " + basePackage).isNotEmpty();
        return classes;
    }

    /// The classes that the rules are checked on.
    protected abstract JavaClasses classes();

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.agw.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes());
    }

    @Test
    void nobodyUsesThreadLocals() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(classes());
    }

    @Test
    void timeComesFromAnInjectedClock() {
        for (var type :
                List.of(Instant.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class)) {
            noClasses().should().callMethod(type, "now").check(classes());
        }
        noClasses().should().callMethod(System.class, "currentTimeMillis").check(classes());
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().allowEmptyShould(true).check(classes());
    }

    @Test
    void nobodyPrintsOrExitsButTheProgramsThemselves() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .and()
                .doNotHaveSimpleName("Agwd")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(classes());
    }

    @Test
    void filesAreShort() throws IOException {
        assertThat(longerThan(MOST_LINES_OF_A_FILE, Path.of("src/main")))
                .as("files over " + MOST_LINES_OF_A_FILE + " lines")
                .isEmpty();
        assertThat(longerThan(MOST_LINES_OF_A_TEST, Path.of("src/test")))
                .as("tests over " + MOST_LINES_OF_A_TEST + " lines")
                .isEmpty();
    }

    @Test
    void methodsAreShort() throws IOException {
        assertThat(MethodLengths.over(MOST_LINES_OF_A_METHOD, Path.of("src/main/java")))
                .as("methods over " + MOST_LINES_OF_A_METHOD + " lines")
                .isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Utils?|Helper)(\\$.*)?")
                .check(classes());
    }

    private static List<String> longerThan(int most, Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> lines(file) > most)
                    .map(file -> file + ": " + lines(file))
                    .toList();
        }
    }

    private static long lines(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
