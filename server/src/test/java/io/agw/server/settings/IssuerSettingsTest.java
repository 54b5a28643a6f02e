package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.access.IssuedRoles;
import io.agw.server.admin.api.Role;
import io.agw.server.oidc.IssuerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issuers in the settings.
final class IssuerSettingsTest {
    private final ReadSettings reading;

    IssuerSettingsTest(@TempDir Path folder) {
        this.reading = new ReadSettings(folder);
    }

    @Test
    void theFileNamesThemInFull() throws IOException {
        reading.write(
                "agwd.yaml",
                """
                admin_addr: 0.0.0.0:8019
                oidc:
                  issuers:
                    - id: corp
                      url: https://id.example.com/realms/corp/
                      audience: [agw, api]
                      keys_url: https://id.example.com/keys?tenant=1
                      user_claim: email
                      roles_claim: realm_access.roles
                      roles: {admin: platform, viewer: [staff, guests]}
                    - dev=http://localhost:8081/realm#agw
                """);

        var settings = reading.good(Map.of(), Map.of());

        assertThat(settings.issuers())
                .containsExactly(
                        new IssuerSettings(
                                "corp",
                                "https://id.example.com/realms/corp/",
                                Set.of("agw", "api"),
                                "https://id.example.com/keys?tenant=1",
                                "email"),
                        new IssuerSettings(
                                "dev", "http://localhost:8081/realm", Set.of("agw"), null, "sub"));
        assertThat(settings.access().accounts().issued())
                .containsExactly(
                        new IssuedRoles(
                                "corp",
                                "realm_access.roles",
                                Map.of(
                                        Role.ADMIN,
                                        Set.of("platform"),
                                        Role.VIEWER,
                                        Set.of("staff", "guests"))));
    }

    @Test
    void whatIsWrongIsSaidWhereItIs() throws IOException {
        reading.write(
                "agwd.yaml",
                """
                oidc:
                  issuers:
                    - {id: a, url: "http://id.example.com", audience: x}
                    - {id: b, url: "https://b.example.com"}
                    - {id: c, url: "https://c.example.com", audience: x, roles_claim: groups}
                    - {id: d, url: "https://d.example.com", audience: x, roles: {root: [x], admin: [y]}}
                    - {id: a, url: "https://e.example.com", audience: x, key_url: "https://x"}
                    - {id: "f g", url: "https://f.example.com", audience: x}
                    - nothing
                    - {id: h, url: "https://h.example.com", audience: x, keys_url: "ftp://x"}
                """);

        assertThat(reading.bad(Map.of(), Map.of()))
                .extracting(problem -> problem.substring(problem.indexOf("agwd.yaml")))
                .containsExactly(
                        "agwd.yaml:3:7: oidc.issuers[0].url: \"http://id.example.com\" (expected: https, or http on this machine)",
                        "agwd.yaml:4:7: oidc.issuers[1].audience is missing (expected: one at least)",
                        "agwd.yaml:5:7: oidc.issuers[2].roles is missing (expected: what roles_claim has to be for each role)",
                        "agwd.yaml:6:66: \"oidc.issuers[3].roles.root\" is no setting",
                        "agwd.yaml:6:7: oidc.issuers[3].roles_claim is missing (expected: the claim that roles are given by)",
                        "agwd.yaml:7:7: oidc.issuers[4].id: \"a\" (expected: each id and each url once)",
                        "agwd.yaml:7:58: \"oidc.issuers[4].key_url\" is no setting (did you mean \"keys_url\"?)",
                        "agwd.yaml:8:7: oidc.issuers[5].id: \"f g\" (expected: letters, digits and . _ : @ -)",
                        "agwd.yaml:9:7: oidc.issuers[6]: \"nothing\" (expected: ID=URL#AUDIENCE)",
                        "agwd.yaml:10:7: oidc.issuers[7].keys_url: \"ftp://x\" (expected: http:// or https://, a host, and nothing but a path and a query after it)");
    }
}
