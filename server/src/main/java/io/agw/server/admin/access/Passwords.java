package io.agw.server.admin.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks passwords. Thread-safe.
///
/// A bcrypt check costs tens of milliseconds of CPU on purpose, so at most two run at a time, who
/// waits too long for that is sent away, and a password that was right is remembered for the life
/// of the process by a keyed digest: a client that signs every call pays once for each address it
/// calls from. From any other address a right guess is no sooner told than a wrong one.
final class Passwords {
    private static final int MOST_CHECKS_AT_ONCE = 2;
    private static final int MOST_REMEMBERED = 1_000;
    private static final long LONGEST_QUEUE_SECONDS = 5;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 23;

    /// A hash of nothing: what an unknown name is checked against, so that it takes as long as a
    /// known one.
    private final byte[] nobody;

    private final List<Account> accounts;
    private final SecretKeySpec key;
    private final Semaphore checks = new Semaphore(MOST_CHECKS_AT_ONCE, true);
    private final Map<String, Account> remembered =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    Passwords(List<Account> accounts, SecureRandom random) {
        this.accounts = List.copyOf(accounts);
        var bytes = new byte[32];
        random.nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        int cost =
                accounts.isEmpty()
                        ? 10
                        : Integer.parseInt(accounts.getFirst().hash().substring(4, 6));
        this.nobody = nobody(cost, random);
    }

    /// Random bits in the form of a hash. Hashing something would be no safer, and would hold up
    /// every start.
    private static byte[] nobody(int cost, SecureRandom random) {
        var salt = new byte[SALT_BYTES];
        var hash = new byte[HASH_BYTES];
        random.nextBytes(salt);
        random.nextBytes(hash);
        var version = BCrypt.Version.VERSION_2A;
        return version.formatter.createHashMessage(new BCrypt.HashData(cost, version, salt, hash));
    }

    /// The account that this was right for before, from this address; empty when it must be
    /// checked.
    Optional<Account> known(Try tried) {
        var digest = digest(tried);
        synchronized (remembered) {
            return Optional.ofNullable(remembered.get(digest));
        }
    }

    boolean isAccount(String name) {
        return accounts.stream().anyMatch(account -> account.name().equals(name));
    }

    /// What somebody signs in with.
    ///
    /// @param name without a colon, as Basic has it
    /// @param address from which
    record Try(String name, String password, String address) {
        @Override
        public String toString() {
            return "Try[" + name + ", " + address + "]";
        }
    }

    /// Does something as one of the two that may at a time; empty when there is too much of a
    /// crowd.
    <T> Optional<T> inTurn(Supplier<T> action) {
        try {
            if (!checks.tryAcquire(LONGEST_QUEUE_SECONDS, TimeUnit.SECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(action.get());
        } finally {
            checks.release();
        }
    }

    /// The account with this name and password; empty when there is none. To be called {@link
    /// #inTurn}.
    Optional<Account> check(Try tried) {
        Account found = null;
        for (var account : accounts) {
            if (MessageDigest.isEqual(
                    account.name().getBytes(StandardCharsets.UTF_8),
                    tried.name().getBytes(StandardCharsets.UTF_8))) {
                found = account;
            }
        }
        boolean right =
                verify(
                        tried.password(),
                        found == null ? nobody : found.hash().getBytes(StandardCharsets.UTF_8));
        if (found == null || !right) {
            return Optional.empty();
        }
        synchronized (remembered) {
            remembered.put(digest(tried), found);
        }
        return Optional.of(found);
    }

    private static boolean verify(String password, byte[] hash) {
        return BCrypt.verifyer(
                        BCrypt.Version.VERSION_2A,
                        LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A))
                .verify(password.getBytes(StandardCharsets.UTF_8), hash)
                .verified;
    }

    private String digest(Try tried) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(tried.address().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) ' ');
            mac.update(tried.name().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) ':');
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(tried.password().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "HmacSHA256 is missing (expected: every JDK has it)", e);
        }
    }
}
