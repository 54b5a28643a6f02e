package io.agw.reconciler.source.git;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Keeps the host out of JGit: no git configuration of the machine or the user, no environment. A
/// stray `url.insteadOf`, proxy or credential helper there would otherwise change what a source
/// means.
final class IsolatedSystemReader extends SystemReader {
    private static final long FILE_TIME_RESOLUTION_MILLIS = 1_000;

    private final InstantSource clock;

    private IsolatedSystemReader(InstantSource clock) {
        this.clock = clock;
        setPlatformChecker();
    }

    /// Puts it in place of JGit's own. JGit holds it in a static field, so this is for the whole
    /// process; doing it twice is harmless.
    static void install(InstantSource clock) {
        SystemReader.setInstance(new IsolatedSystemReader(clock));
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    @SuppressWarnings("NullAway") // JGit is not annotated; it expects null for an unset variable.
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // as System.getProperty
    public @Nullable String getProperty(String key) {
        return System.getProperty(key);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    @Override
    @SuppressWarnings("deprecation") // still abstract
    public long getCurrentTime() {
        return clock.millis();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    @SuppressWarnings("deprecation") // still abstract
    public int getTimezone(long when) {
        return 0;
    }

    @Override
    public ZoneId getTimeZoneId() {
        return ZoneOffset.UTC;
    }

    /// Holds nothing and saves nothing, but says how coarse file times are: JGit would measure that
    /// for seconds, writing into the repository's folder.
    private static final class EmptyConfig extends FileBasedConfig {
        @SuppressWarnings("NullAway") // JGit itself passes null for "no file"
        EmptyConfig(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // There is no file.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }

        @Override
        public long getTimeUnit(
                String section,
                @Nullable String subsection,
                String name,
                long defaultValue,
                TimeUnit wantUnit) {
            return ConfigConstants.CONFIG_FILESYSTEM_SECTION.equals(section)
                    ? wantUnit.convert(FILE_TIME_RESOLUTION_MILLIS, TimeUnit.MILLISECONDS)
                    : super.getTimeUnit(section, subsection, name, defaultValue, wantUnit);
        }
    }
}
