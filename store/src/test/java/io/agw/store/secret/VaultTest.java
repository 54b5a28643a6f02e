package io.agw.store.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agw.bundle.model.Secret;
import java.security.SecureRandom;
import java.util.HashSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class VaultTest {
    private static final Place HERE = Place.of("secret", "provider", "a", "1", "/api_key");

    private final SecureRandom random = new SecureRandom();
    private final MasterKey master = MasterKey.generate(random);
    private final Vault vault = new Vault(master, random);

    @Property(tries = 200)
    void sealedSecretOpensToItself(@ForAll String text) {
        // a lone surrogate is no text that UTF-8 can carry, and no document can hold one
        var secret = new Secret(text.replaceAll("\\p{Cs}", "?"));

        assertThat(vault.open(vault.seal(secret, HERE), HERE)).isEqualTo(secret);
    }

    @Property(tries = 1000)
    void anyFlippedBitIsRejected(@ForAll @IntRange(min = 0, max = 10_000) int at) {
        var sealed = vault.seal(new Secret("sk-0123456789abcdef"), HERE);
        var ciphertext = sealed.ciphertext().clone();
        var nonce = sealed.nonce().clone();
        int bit = at % (8 * (ciphertext.length + nonce.length));
        var target = bit / 8 < ciphertext.length ? ciphertext : nonce;
        target[bit / 8 % target.length] ^= (byte) (1 << bit % 8);

        assertThatThrownBy(() -> vault.open(new Sealed(sealed.keyId(), nonce, ciphertext), HERE))
                .isInstanceOf(UnreadableSecretException.class);
    }

    @Test
    void secretMovedToAnotherPlaceIsRejected() {
        var sealed = vault.seal(new Secret("sk-1"), HERE);

        for (var elsewhere :
                new Place[] {
                    Place.of("secret", "provider", "b", "1", "/api_key"),
                    Place.of("secret", "provider", "a", "2", "/api_key"),
                    Place.of("secret", "provider", "a", "1", "/other"),
                    Place.of("secret", "provider", "a1", "", "/api_key"),
                    Place.of("other", "provider", "a", "1", "/api_key"),
                }) {
            assertThatThrownBy(() -> vault.open(sealed, elsewhere))
                    .isInstanceOf(UnreadableSecretException.class)
                    .hasMessageContaining("altered or moved");
        }
    }

    @Test
    void secretOfAnotherKeyIsRejectedByName() {
        var other = new Vault(MasterKey.generate(random), random);

        assertThatThrownBy(() -> vault.open(other.seal(new Secret("sk-1"), HERE), HERE))
                .isInstanceOf(UnreadableSecretException.class)
                .hasMessageContaining(other.keyId());
    }

    @Test
    void noNonceAndNoCiphertextComesTwice() {
        var nonces = new HashSet<String>();
        for (int i = 0; i < 1000; i++) {
            var sealed = vault.seal(new Secret("sk-1"), HERE);
            nonces.add(java.util.HexFormat.of().formatHex(sealed.nonce()));
        }
        assertThat(nonces).hasSize(1000);
    }

    @Test
    void keysOfDifferentPurposesHaveNothingInCommon() {
        var text = new byte[] {1, 2, 3};

        assertThat(master.sessions().of(text)).isNotEqualTo(master.auditChain().of(text));
        var keys = new HashSet<String>();
        for (var purpose : Purpose.values()) {
            var key = master.subKey(purpose, "AES").getEncoded();
            keys.add(java.util.HexFormat.of().formatHex(key));
        }
        assertThat(keys).hasSize(Purpose.values().length);
    }

    @Test
    void nothingPrintsAKey() {
        assertThat(master.toString()).doesNotContain(master.text());
        assertThat(new KeyRing(java.util.List.of(master)).toString()).doesNotContain(master.text());
    }

    @Test
    void generatedVirtualKeyHas256RandomBits() {
        var first = VirtualKeyText.generate(random).reveal();

        assertThat(first).matches("vk-[A-Za-z0-9_-]{43}");
        assertThat(VirtualKeyText.generate(random).reveal()).isNotEqualTo(first);
    }

    @Test
    void keyHashThatIsNoneIsNotFound() {
        var index = master.virtualKeys();

        for (var odd :
                new String[] {
                    "", "sha256:", "sha256:12", "md5:" + "0".repeat(64), "sha256:" + "g".repeat(64)
                }) {
            assertThat(index.ofHash(odd)).as(odd).isEmpty();
        }
        assertThat(index.ofHash("sha256:" + "A".repeat(64)))
                .isEqualTo(index.ofHash("sha256:" + "a".repeat(64)));
    }
}
