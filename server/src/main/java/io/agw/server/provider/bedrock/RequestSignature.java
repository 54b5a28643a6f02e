package io.agw.server.provider.bedrock;

import io.agw.bundle.key.AccessKey;
import io.agw.bundle.model.Secret;
import io.agw.server.call.BaseUrl;
import io.agw.server.call.Header;
import io.agw.server.provider.http.Authentication;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// Signs requests with AWS Signature Version 4. Signed are method, address, host and body; other
/// headers change nothing of what is asked for, and so are left to whoever adds them.
final class RequestSignature implements Authentication {
    private static final String SERVICE = "bedrock";

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsIdentity identity;
    private final List<Secret> sent;
    private final String region;
    private final String origin;
    private final InstantSource clock;

    /// @param base whose host the requests go to
    RequestSignature(AccessKey key, String region, BaseUrl base, InstantSource clock) {
        var token = key.sessionToken();
        this.identity =
                token == null
                        ? AwsCredentialsIdentity.create(key.id(), key.secret().reveal())
                        : AwsSessionCredentialsIdentity.create(
                                key.id(), key.secret().reveal(), token.reveal());
        this.sent = token == null ? List.of() : List.of(token);
        this.region = region;
        this.origin = (base.secure() ? "https://" : "http://") + base.authority();
        this.clock = clock;
    }

    @Override
    public List<Header> headers(Outgoing request) {
        var unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.fromValue(request.method()))
                        .uri(URI.create(origin + request.target()))
                        .build();
        var now = Clock.fixed(clock.instant(), ZoneOffset.UTC);
        var signed =
                signer.sign(sign ->
                        sign.identity(identity)
                                .request(unsigned)
                                .payload(ContentStreamProvider.fromByteArray(request.body()))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, now));
        var headers = new ArrayList<Header>();
        signed.request()
                .forEachHeader((name, values) -> {
                    // the connection has its own, of the same value
                    if (!name.equalsIgnoreCase("host")) {
                        headers.add(new Header(name, String.join(",", values)));
                    }
                });
        return headers;
    }

    @Override
    public List<Secret> sent() {
        return sent;
    }
}
