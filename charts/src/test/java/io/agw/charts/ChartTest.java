package io.agw.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChartTest {
    @Test
    void lintFindsNothing() {
        var result = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
    }

    @Test
    void aChartWithoutASourceIsRefused() {
        assertThatThrownBy(() -> Chart.plain().call()).hasMessageContaining("no source");
    }

    @Test
    void anUnknownValueIsRefused() {
        assertThatThrownBy(() -> Chart.withCi("git").set("gti.url", "x").call())
                .hasMessageContaining("gti");
    }

    @Test
    void aWrongTypeIsRefused() {
        assertThatThrownBy(() -> Chart.withCi("git").set("service.port", "http").call())
                .hasMessageContaining("port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git", "inline"})
    void thePodRunsWithoutPrivileges(String values) {
        var pod = pod(values);

        assertThat(Chart.at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(Chart.at(pod, "automountServiceAccountToken")).isEqualTo(false);
        var container = Chart.at(pod, "containers", 0);
        assertThat(Chart.at(container, "securityContext", "readOnlyRootFilesystem"))
                .isEqualTo(true);
        assertThat(Chart.at(container, "securityContext", "capabilities", "drop"))
                .isEqualTo(List.of("ALL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"git", "inline"})
    void everyProbeAsksAnOpenHealthPath(String values) {
        var container = Chart.at(pod(values), "containers", 0);

        assertThat(Chart.at(container, "startupProbe", "httpGet", "path"))
                .isEqualTo("/health/live");
        assertThat(Chart.at(container, "livenessProbe", "httpGet", "path"))
                .isEqualTo("/health/live");
        assertThat(Chart.at(container, "readinessProbe", "httpGet", "path"))
                .isEqualTo("/health/ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"git", "inline"})
    void everyMountHasItsVolume(String values) {
        var objects = Chart.objects(Chart.withCi(values));
        var set = Chart.object(objects, "StatefulSet", "");
        var pod = Chart.at(set, "spec", "template", "spec");
        var volumes =
                ((List<?>) Chart.at(pod, "volumes"))
                        .stream().map(volume -> Chart.at(volume, "name")).toList();
        var claims =
                Chart.find(set, "spec", "volumeClaimTemplates").stream()
                        .flatMap(list -> ((List<?>) list).stream())
                        .map(claim -> Chart.at(claim, "metadata", "name"))
                        .toList();

        for (var mount : (List<?>) Chart.at(pod, "containers", 0, "volumeMounts")) {
            assertThat(
                            volumes.contains(Chart.at(mount, "name"))
                                    || claims.contains(Chart.at(mount, "name")))
                    .as("volume of mount " + mount)
                    .isTrue();
        }
    }

    @Test
    void secretsAreOnlyEverReferredTo() {
        var rendered = Chart.withCi("git").call();

        assertThat(rendered).doesNotContain("kind: Secret");
        assertThat(rendered).contains("secretName: gateway-git", "secretName: gateway-master-key");
    }

    @Test
    void usersAndTokensComeFromTheAdminsSecretWhereItHasThem() {
        var variables = (List<?>) Chart.at(pod("git"), "containers", 0, "env");

        for (var each :
                Map.of("AGW_ADMIN_USERS", "users", "AGW_ADMIN_TOKENS", "tokens").entrySet()) {
            assertThat(variables)
                    .anySatisfy(variable -> {
                        assertThat(Chart.at(variable, "name")).isEqualTo(each.getKey());
                        assertThat(Chart.at(variable, "valueFrom", "secretKeyRef"))
                                .isEqualTo(
                                        Map.of(
                                                "name",
                                                "gateway-admin",
                                                "key",
                                                each.getValue(),
                                                "optional",
                                                true));
                    });
        }
    }

    @Test
    void theSettingsNameBothSources() {
        var objects =
                Chart.objects(Chart.withCi("git").set("bundles.existingConfigMap", "team-bundles"));
        var settings = Chart.object(objects, "ConfigMap", "-settings");

        assertThat(Chart.at(settings, "data", "agwd.yaml").toString())
                .contains("https://git.example.com/platform/gateway.git", "/etc/agwd-bundles");
    }

    @Test
    void aSourceMayReferToTheVariablesGrantedToIt() {
        assertThat(settings("git")).contains("OPENAI_API_KEY");
        assertThat(settings("inline")).contains("OPENAI_API_KEY");
    }

    @Test
    void whatTheSecretOfGitHoldsIsUsed() {
        assertThat(settings("git"))
                .contains("/etc/agwd-git/password", "ca_file: /etc/agwd-git/ca.crt")
                .contains("/etc/agwd-git/webhook");
        assertThatThrownBy(() -> Chart.withCi("git").set("git.existingSecret", "").call())
                .hasMessageContaining("git.existingSecret");
    }

    @Test
    void thereIsOneReplica() {
        assertThat(
                        Chart.at(
                                Chart.object(Chart.objects(Chart.withCi("git")), "StatefulSet", ""),
                                "spec",
                                "replicas"))
                .isEqualTo(1);
    }

    private static String settings(String values) {
        var settings = Chart.object(Chart.objects(Chart.withCi(values)), "ConfigMap", "-settings");
        return Chart.at(settings, "data", "agwd.yaml").toString();
    }

    private static Map<String, Object> pod(String values) {
        var set = Chart.object(Chart.objects(Chart.withCi(values)), "StatefulSet", "");
        return Chart.cast((Map<?, ?>) Chart.at(set, "spec", "template", "spec"));
    }
}
