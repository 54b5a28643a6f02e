package io.agw.bundle.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A planner that takes every object for its own must not get past {@link OwnershipTest}.
class OwnershipMutationTest {
    private static final Path PLANNING = Path.of("src/main/java/io/agw/bundle/plan/Planning.java");
    private static final String CHECK = "} else if (applied.owner().equals(request.owner())) {";
    private static final String MUTANT = "} else if (request.owner() != null) {";

    @TempDir private Path classes;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objectOfAnotherOwnerIsAConflictThatNamesBothPlaces",
                "adoptingAnotherSourcesObjectIsAConflictAllTheSame",
                "identicalContentOfAnAdminIsAConflictUntilAdopted"
            })
    void withoutTheCheckOfTheOwnerATestFails(String test) throws Exception {
        var source = Files.readString(PLANNING);
        assertThat(source).containsOnlyOnce(CHECK);
        compile(source.replace(CHECK, MUTANT));

        assertThat(failureOf(test)).isInstanceOf(AssertionError.class);
    }

    @Test
    void withItThePlannerPassesInTheSameSurroundings() throws Exception {
        compile(Files.readString(PLANNING));

        assertThat(failureOf("objectOfAnotherOwnerIsAConflictThatNamesBothPlaces"))
                .isInstanceOf(Passed.class);
    }

    private void compile(String source) throws IOException {
        var file = Files.writeString(classes.resolve("Planning.java"), source);
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                file.toString());
        assertThat(result).isZero();
    }

    private Throwable failureOf(String test) throws Exception {
        try (var loader = new OwnClassesFirst(urls())) {
            var type = loader.loadClass(OwnershipTest.class.getName());
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            var method = type.getDeclaredMethod(test);
            method.setAccessible(true);
            method.invoke(constructor.newInstance());
            return new Passed();
        } catch (InvocationTargetException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    /// What has just been compiled, then everything as it is.
    private URL[] urls() {
        var path = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        return Stream.concat(Stream.of(classes), Arrays.stream(path).map(Path::of))
                .map(OwnershipMutationTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a test that does not fail fails with.
    private static final class Passed extends Exception {
        private static final long serialVersionUID = 1;
    }

    /// Loads the gateway's own classes anew, and takes all others from this test's loader.
    private static final class OwnClassesFirst extends URLClassLoader {
        OwnClassesFirst(URL[] urls) {
            super(urls, OwnershipMutationTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.agw.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
