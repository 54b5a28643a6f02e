package io.agw.server.login;

import io.agw.bundle.model.CliAuthName;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the logins of vendors differ in. Client ids are none of it: they are configured.
///
/// @param authorize where people sign in
/// @param token where tokens are made
/// @param device null where there is no device flow
/// @param scope what is asked for
/// @param parameters further parameters of the address at which people sign in
/// @param json whether the token endpoint is sent JSON, else a form
/// @param lead how long before their end tokens are renewed in the background; null: on use only
/// @param facts where the answer tells of the account
record Vendor(
        CliAuthName name,
        String authorize,
        String token,
        @Nullable Device device,
        String scope,
        Map<String, String> parameters,
        Callback callback,
        boolean json,
        @Nullable Duration lead,
        Facts facts) {
    /// @param base address below which device logins begin and are asked after
    /// @param page where people enter the code
    /// @param redirect what stands for the address of a callback
    record Device(String base, String page, String redirect) {}

    /// The callback on the machine of whoever signs in.
    ///
    /// @param port 0: any free one
    /// @param manual the vendor's own page, which shows the code to be copied; null when there is
    ///   none
    record Callback(int port, String path, @Nullable String manual) {}

    /// JSON pointers into the answer of the token endpoint, which has the claims of its id token as
    /// `id_claims`. Nobody has verified those: they are for display, and for what the vendor itself
    /// is told again.
    ///
    /// @param account null where calls need not name the account
    record Facts(String email, @Nullable String account) {}

    static Vendor of(CliAuthName name) {
        return switch (name) {
            case CODEX -> codex();
            case CLAUDECODE -> claudecode();
            case GEMINI -> gemini();
        };
    }

    private static Vendor codex() {
        return new Vendor(
                CliAuthName.CODEX,
                "https://auth.openai.com/oauth/authorize",
                "https://auth.openai.com/oauth/token",
                new Device(
                        "https://auth.openai.com/api/accounts/deviceauth",
                        "https://auth.openai.com/codex/device",
                        "https://auth.openai.com/deviceauth/callback"),
                "openid profile email offline_access",
                Map.of(
                        "prompt", "login",
                        "id_token_add_organizations", "true",
                        "codex_cli_simplified_flow", "true"),
                new Callback(1455, "/auth/callback", null),
                false,
                Duration.ofDays(5),
                new Facts(
                        "/id_claims/email",
                        "/id_claims/https:~1~1api.openai.com~1auth/chatgpt_account_id"));
    }

    private static Vendor claudecode() {
        return new Vendor(
                CliAuthName.CLAUDECODE,
                "https://platform.claude.com/oauth/authorize",
                "https://platform.claude.com/v1/oauth/token",
                null,
                "org:create_api_key user:profile user:inference user:sessions:claude_code"
                        + " user:mcp_servers user:file_upload",
                Map.of("code", "true"),
                new Callback(0, "/callback", "https://platform.claude.com/oauth/code/callback"),
                true,
                Duration.ofHours(4),
                new Facts("/account/email_address", null));
    }

    private static Vendor gemini() {
        return new Vendor(
                CliAuthName.GEMINI,
                "https://accounts.google.com/o/oauth2/v2/auth",
                "https://oauth2.googleapis.com/token",
                null,
                "openid https://www.googleapis.com/auth/cloud-platform"
                        + " https://www.googleapis.com/auth/userinfo.email"
                        + " https://www.googleapis.com/auth/userinfo.profile",
                Map.of("access_type", "offline", "prompt", "consent"),
                new Callback(8085, "/oauth2callback", null),
                false,
                null,
                new Facts("/id_claims/email", null));
    }
}
