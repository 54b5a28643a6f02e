package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.store.sqlite.WriteFaults;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logins of vendors' command lines through the Admin API of a whole gateway.
@Timeout(120)
final class CliLoginTest extends LoginHarness {
    @ParameterizedTest
    @ValueSource(strings = {"codex", "claude", "gemini"})
    void aPersonSignsInAndTheGatewayKeepsTheTokens(String name) {
        var flow = name.equals("claude") ? "claudecode" : name;
        apply(name, "");

        var login = begin(name, "{'provider_id':'p','scope':'team','callback_port':4711}");
        assertThat(login.path("phase").asString()).isEqualTo("awaiting_browser_auth");
        assertThat(login.path("authenticator_name").asString()).isEqualTo(flow);
        assertThat(login.path("redirect_uri").asString()).startsWith("http://localhost:4711/");
        var ended = answer(login, signIn(login));

        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.has("verification_url")).isFalse();
        var id = ended.path("credential_id").asString();
        var credential = get("/admin/credentials/" + id);
        assertThat(credential.path("type").asString()).isEqualTo("cliauth_token");
        assertThat(credential.path("scope").asString()).isEqualTo("team");
        assertThat(credential.path("label").asString()).isEqualTo("ann@example.com");
        assertThat(credential.path("owner").asString()).isEqualTo("admin");
        var status = status();
        assertThat(status.path("credential_id").asString()).isEqualTo(id);
        assertThat(status.path("authenticator_name").asString()).isEqualTo(flow);
        assertThat(status.path("status").asString()).isEqualTo("ok");
        assertThat(status.has("next_at")).isEqualTo(!name.equals("gemini"));
    }

    @Test
    void aCodeIsEnteredElsewhereAndTheGatewayFindsOut() {
        apply("codex", ", device_flow: true, device_url: \"" + vendor.url("/device") + "\"");

        var login = begin("codex", "{'provider_id':'p','label':'mine'}");
        assertThat(login.path("phase").asString()).isEqualTo("waiting_for_device_confirmation");
        assertThat(login.path("user_code").asString()).isEqualTo("ABCD-EFGH");
        assertThat(login.path("verification_url").asString()).isEqualTo(vendor.url("/device"));
        vendor.confirmDevice();

        var ended = awaitEnd(login);
        assertThat(ended.path("status").asString()).as(ended.toString()).isEqualTo("succeeded");
        var credential = get("/admin/credentials/" + ended.path("credential_id").asString());
        assertThat(credential.path("label").asString()).isEqualTo("mine");
        assertThat(credential.path("scope").asString()).isEqualTo("id:p");
    }

    @Test
    void aCodeThatNobodyEntersIsGivenUpAfterFifteenMinutes() {
        apply("codex", ", device_flow: true, device_url: \"" + vendor.url("/device") + "\"");
        var login = begin("codex", "{'provider_id':'p'}");
        var one = "/admin/cliauth/logins/" + login.path("login_id").asString();
        now = now.plus(Duration.ofMinutes(15)).minusMillis(1);
        assertThat(get(one).path("status").asString()).isEqualTo("running");

        now = now.plusMillis(1);
        vendor.confirmDevice();

        var ended = get(one);
        assertThat(ended.path("status").asString()).isEqualTo("failed");
        assertThat(ended.path("phase").asString()).isEqualTo("expired");
        assertThat(ended.path("error").asString())
                .isEqualTo("the code was not entered within 15 minutes (expired_token)");
        assertThat(ended.has("user_code")).isFalse();
        assertThat(ended.has("verification_url")).isFalse();
        assertThat(vendor.asked()).isEmpty();
        assertThat(get("/admin/credentials").path("items").size()).isZero();
        begin("codex", "{'provider_id':'p'}");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403})
    void aCodeThatTheVendorGivesUpIsGivenUp(int status) {
        apply("codex", ", device_flow: true, device_url: \"" + vendor.url("/device") + "\"");
        var login = begin("codex", "{'provider_id':'p'}");

        vendor.expireDevice(status);

        var ended = awaitEnd(login);
        assertThat(ended.path("phase").asString()).isEqualTo("expired");
        assertThat(ended.path("error").asString())
                .isEqualTo("the vendor gave the code up (expired_token)");
    }

    @Test
    void aLoginWhoseTokensCannotBeStoredSaysSo() {
        bundle(
                PROVIDER
                        + vendor.authenticator("codex", "")
                        + "credentials: [{id: ours, type: cliauth_token, provider_id: p}]\n");
        var login = begin("codex", "{'credential_id':'ours','callback_port':4711}");
        var one = "/admin/cliauth/logins/" + login.path("login_id").asString();
        var file = folder.resolve("data/configstore.db");
        WriteFaults.arm(file);
        WriteFaults.after(file, 0);

        var answer = post(one + "/callback", "{'answer':'" + signIn(login) + "'}");
        WriteFaults.end(file);

        assertThat(answer.status()).isGreaterThanOrEqualTo(500);
        assertThat(get(one).path("error").asString())
                .isEqualTo("the tokens could not be stored: other");
        assertThat(status().path("status").asString()).isEqualTo("none");
    }

    @Test
    void nothingCanBeStartedUntilSomebodyEnablesIt() {
        var body = "{'provider_id':'p','callback_port':1}";
        assertThat(post("/admin/cliauth/authenticators/codex/login", body).status()).isEqualTo(404);
        assertThat(post("/admin/cliauth/authenticators/other/login", body).status()).isEqualTo(404);

        bundle(PROVIDER + "cliAuthAuthenticators: [{name: codex, enabled: true}]\n");
        var incomplete = post("/admin/cliauth/authenticators/codex/login", body);

        assertThat(incomplete.status()).isEqualTo(409);
        assertThat(incomplete.json().path("code").asString()).isEqualTo("incomplete");
        assertThat(incomplete.text()).contains("config.client_id is missing");
    }

    @Test
    void wishesThatCannotBeAreRefused() {
        apply("claudecode", "");
        var start = "/admin/cliauth/authenticators/claudecode/login";

        assertThat(post(start, "{}").status()).isEqualTo(400);
        assertThat(post(start, "{'provider_id':'nobody'}").status()).isEqualTo(404);
        assertThat(post(start, "{'credential_id':'nobody'}").status()).isEqualTo(404);
        assertThat(post(start, "{'credential_id':'c','scope':'s'}").status()).isEqualTo(400);
        assertThat(post(start, "{'provider_id':'p','device_flow':true}").text())
                .contains("claudecode has none");
        assertThat(post(start, "{'provider_id':'p','callback_port':70000}").status())
                .isEqualTo(400);
        assertThat(post(start, "{'provider_id':'p','other':1}").status()).isEqualTo(400);
    }

    @Test
    void onlyWhatBelongsToTheLoginEndsIt() {
        apply("codex", "");
        var login = begin("codex", "{'provider_id':'p','callback_port':4711}");
        var address = signIn(login);
        var callback = "/admin/cliauth/logins/" + login.path("login_id").asString() + "/callback";

        for (var wrong :
                List.of(
                        address.replaceFirst("state=..", "state=xx"),
                        address.replaceFirst("&state=.*", ""),
                        "http://localhost:4711/auth/callback?state=x",
                        "some code",
                        "code#state")) {
            assertThat(post(callback, "{'answer':'" + wrong + "'}").status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(post(callback.replace("clilogin", "other"), "{'answer':'a#b'}").status())
                .isEqualTo(404);

        assertThat(answer(login, address).path("status").asString()).isEqualTo("succeeded");
        assertThat(post(callback, "{'answer':'" + address + "'}").status()).isEqualTo(409);
        assertThat(vendor.asked()).hasSize(1);
    }

    @Test
    void aCodeThatIsNotGoodOrARefusalFailsTheLogin() {
        apply("codex", "");
        var login = begin("codex", "{'provider_id':'p','callback_port':4711}");
        var bad = answer(login, signIn(login).replaceFirst("code=code-", "code=x-"));
        assertThat(bad.path("status").asString()).isEqualTo("failed");
        assertThat(bad.path("error").asString()).isEqualTo("code_exchange_failed: invalid_grant");

        login = begin("codex", "{'provider_id':'p','callback_port':4711}");
        var state = signIn(login).replaceFirst(".*&state=", "");
        var refused = answer(login, "/x?error=access_denied&state=" + state);
        assertThat(refused.path("error").asString())
                .isEqualTo("the sign-in page refused: access_denied");
        assertThat(get("/admin/credentials").path("items").size()).isZero();
    }

    @Test
    void aCodeMayBePastedAsPagesShowIt() {
        apply("claudecode", "");
        var login = begin("claude", "{'provider_id':'p','free_port':4711}");
        var address = signIn(login);
        var pasted = address.replaceFirst(".*code=", "").replace("&state=", "#");

        assertThat(answer(login, pasted).path("status").asString()).isEqualTo("succeeded");
    }

    @Test
    void oneLoginRunsAtATimeAndEndsWithItsTimeOrByCancelling() {
        apply("codex", "");
        var order = "{'provider_id':'p'}";
        var start = "/admin/cliauth/authenticators/codex/login";
        var first = begin("codex", order);
        assertThat(first.path("redirect_uri").asString())
                .isEqualTo("http://localhost:1455/auth/callback");
        assertThat(post(start, order).status()).isEqualTo(409);

        now = now.plus(Duration.ofMinutes(5));
        var one = "/admin/cliauth/logins/" + first.path("login_id").asString();
        assertThat(get(one).path("phase").asString()).isEqualTo("expired");
        assertThat(get(one).path("error").asString())
                .isEqualTo("nobody signed in within 5 minutes (callback_timeout)");
        assertThat(post(one + "/callback", "{'answer':'" + signIn(first) + "'}").status())
                .isEqualTo(409);

        var second = begin("codex", order);
        one = "/admin/cliauth/logins/" + second.path("login_id").asString();
        assertThat(post(one + "/cancel", "{}").json().path("phase").asString())
                .isEqualTo("cancelled");
        assertThat(post(one + "/cancel", "{}").status()).isEqualTo(409);
        begin("codex", order);
    }

    @Test
    void aDeclaredCredentialIsSignedInForWithoutBecomingAnothers() {
        apply("codex", "");
        bundle(
                PROVIDER
                        + vendor.authenticator("codex", "")
                        + "credentials: [{id: ours, type: cliauth_token, provider_id: p}]\n");
        var before = get("/admin/credentials/ours");

        var login = begin("codex", "{'credential_id':'ours','callback_port':4711}");
        var ended = answer(login, signIn(login));

        assertThat(ended.path("credential_id").asString()).isEqualTo("ours");
        assertThat(get("/admin/credentials/ours")).isEqualTo(before);
        assertThat(status().path("status").asString()).isEqualTo("ok");
    }
}
