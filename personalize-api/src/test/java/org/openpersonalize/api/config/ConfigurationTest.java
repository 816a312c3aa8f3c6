// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openpersonalize.ingest.ValueSettings;
import org.openpersonalize.serving.catalog.CatalogSettings;
import org.openpersonalize.serving.model.ModelSettings;
import org.openpersonalize.store.limit.Limits;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfigurationTest {
  @Test
  void without_any_setting_one_process_does_everything_with_embedded_servers() {
    PersonalizeProperties properties = read(Map.of(), Map.of());

    assertThat(properties.dataDir()).isEqualTo(Path.of("data"));
    assertThat(properties.region()).isEqualTo("us-east-1");
    assertThat(properties.accountId()).isEqualTo("000000000000");
    assertThat(properties.roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(properties.requestLimit()).isEqualTo(DataSize.ofMegabytes(4));
    assertThat(properties.rootAccessKey()).isNull();
    assertThat(properties.rootSecretKey()).isNull();
    assertThat(properties.cors().allowedOrigins()).containsExactly("*");
    assertThat(properties.s3())
        .isEqualTo(
            new S3Properties(null, 9000, null, null, null, "personalize", "personalize-models"));
    assertThat(properties.values().toSettings()).isEqualTo(ValueSettings.DEFAULT);
    assertThat(properties.training().timeout()).isEqualTo(Duration.ofHours(6));
    assertThat(properties.training().checkpointInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(properties.training().automaticDelay()).isEqualTo(Duration.ofMinutes(5));
    assertThat(properties.training().parallelism())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(properties.limits())
        .isEqualTo(new Limits(
            5,
            500,
            5,
            5,
            5,
            5,
            5,
            1000,
            DataSize.ofGigabytes(1),
            50_000_000,
            100,
            500,
            10,
            20,
            10,
            5,
            5,
            30,
            10,
            20,
            100,
            300,
            100,
            50,
            1000));
  }

  @Test
  void every_setting_is_read_as_a_property() {
    PersonalizeProperties properties = read(
        Map.ofEntries(
            Map.entry("personalize.data-dir", "/var/lib/personalize"),
            Map.entry("personalize.region", "eu-central-1"),
            Map.entry("personalize.account-id", "123456789012"),
            Map.entry("personalize.roles", "gateway, train"),
            Map.entry("personalize.request-limit", "1MB"),
            Map.entry("personalize.root-access-key", "ROOT"),
            Map.entry("personalize.root-secret-key", "root secret"),
            Map.entry("personalize.values.strict", "true"),
            Map.entry("personalize.values.unfit-share", "0.05"),
            Map.entry("personalize.values.unfit-records", "0"),
            Map.entry("personalize.cors.allowed-origins", "https://shop.example,http://localhost"),
            Map.entry("personalize.s3.endpoint", "http://store:8333"),
            Map.entry("personalize.s3.port", "0"),
            Map.entry("personalize.s3.region", "eu-west-1"),
            Map.entry("personalize.s3.access-key", "S3"),
            Map.entry("personalize.s3.secret-key", "s3 secret"),
            Map.entry("personalize.s3.bucket", "shop"),
            Map.entry("personalize.s3.model-bucket", "shop-models"),
            Map.entry("personalize.training.timeout", "90m"),
            Map.entry("personalize.training.threads", "3"),
            Map.entry("personalize.training.checkpoint-interval", "1m"),
            Map.entry("personalize.training.automatic-delay", "0s"),
            Map.entry("personalize.catalog.memory", "300MB"),
            Map.entry("personalize.model.memory", "700MB"),
            Map.entry("personalize.model.kept-scores", "30MB"),
            Map.entry("personalize.recorded-requests", "0"),
            Map.entry("personalize.traffic", "0"),
            Map.entry("personalize.limits.dataset-groups", "1"),
            Map.entry("personalize.limits.schemas", "2"),
            Map.entry("personalize.limits.import-jobs-under-way", "3"),
            Map.entry("personalize.limits.export-jobs-under-way", "4"),
            Map.entry("personalize.limits.pending-data-deletion-jobs-per-dataset-group", "6"),
            Map.entry("personalize.limits.batch-inference-jobs-under-way", "7"),
            Map.entry("personalize.limits.batch-segment-jobs-under-way", "5"),
            Map.entry("personalize.limits.batch-files", "8"),
            Map.entry("personalize.limits.batch-file-size", "15MB"),
            Map.entry("personalize.limits.batch-lines", "10"),
            Map.entry("personalize.limits.batch-theme-lines", "11"),
            Map.entry("personalize.limits.batch-item-affinity-lines", "12"),
            Map.entry("personalize.limits.batch-attribute-affinity-lines", "13"),
            Map.entry("personalize.limits.solution-versions-under-way", "14"),
            Map.entry("personalize.limits.solutions-per-dataset-group", "15"),
            Map.entry("personalize.limits.campaigns-per-dataset-group", "16"),
            Map.entry("personalize.limits.recommenders-per-dataset-group", "17"),
            Map.entry("personalize.limits.filters-per-dataset-group", "18"),
            Map.entry("personalize.limits.fields-per-filter", "19"),
            Map.entry("personalize.limits.fields-of-filters-per-dataset-group", "20"),
            Map.entry("personalize.limits.events-per-type-in-filters", "21"),
            Map.entry("personalize.limits.action-events-per-type-in-filters", "22"),
            Map.entry("personalize.limits.sources-per-metric-attribution", "23"),
            Map.entry("personalize.limits.tags-per-resource", "24"),
            Map.entry("personalize.limits.min-interactions-per-import", "0")),
        Map.of());

    assertThat(properties.values().toSettings()).isEqualTo(new ValueSettings(true, 0.05, 0));
    assertThat(properties.dataDir()).isEqualTo(Path.of("/var/lib/personalize"));
    assertThat(properties.region()).isEqualTo("eu-central-1");
    assertThat(properties.accountId()).isEqualTo("123456789012");
    assertThat(properties.roles()).containsExactlyInAnyOrder(Role.GATEWAY, Role.TRAIN);
    assertThat(properties.requestLimit()).isEqualTo(DataSize.ofMegabytes(1));
    assertThat(properties.rootAccessKey()).isEqualTo("ROOT");
    assertThat(properties.rootSecretKey()).isEqualTo(new Secret("root secret"));
    assertThat(properties.cors().allowedOrigins())
        .containsExactly("https://shop.example", "http://localhost");
    assertThat(properties.s3())
        .isEqualTo(new S3Properties(
            URI.create("http://store:8333"),
            0,
            "eu-west-1",
            "S3",
            new Secret("s3 secret"),
            "shop",
            "shop-models"));
    assertThat(properties.training())
        .isEqualTo(new TrainingProperties(
            Duration.ofMinutes(90), 3, Duration.ofMinutes(1), Duration.ZERO));
    assertThat(properties.catalog()).isEqualTo(new CatalogSettings(DataSize.ofMegabytes(300)));
    assertThat(properties.model())
        .isEqualTo(new ModelSettings(DataSize.ofMegabytes(700), DataSize.ofMegabytes(30)));
    assertThat(properties.recordedRequests()).isFalse();
    assertThat(properties.traffic()).isFalse();
    assertThat(properties.limits())
        .isEqualTo(new Limits(
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            8,
            DataSize.ofMegabytes(15),
            10,
            11,
            12,
            13,
            14,
            15,
            16,
            17,
            18,
            19,
            20,
            21,
            22,
            23,
            24,
            0));
  }

  @Test
  void every_setting_is_read_as_an_environment_variable() {
    PersonalizeProperties properties = read(
        Map.of(),
        Map.of(
            "PERSONALIZE_DATA_DIR", "/var/lib/personalize",
            "PERSONALIZE_ROLES", "train",
            "PERSONALIZE_REQUEST_LIMIT", "1MB",
            "PERSONALIZE_CORS_ALLOWED_ORIGINS", "",
            "PERSONALIZE_ROOT_ACCESS_KEY", "ROOT",
            "PERSONALIZE_ROOT_SECRET_KEY", "root secret",
            "PERSONALIZE_S3_SECRET_KEY", "s3 secret",
            "PERSONALIZE_LIMITS_DATASET_GROUPS", "50"));

    assertThat(properties.dataDir()).isEqualTo(Path.of("/var/lib/personalize"));
    assertThat(properties.roles()).containsExactly(Role.TRAIN);
    assertThat(properties.cors().allowedOrigins()).isEmpty();
    assertThat(properties.requestLimit()).isEqualTo(DataSize.ofMegabytes(1));
    assertThat(properties.rootAccessKey()).isEqualTo("ROOT");
    assertThat(properties.rootSecretKey()).isEqualTo(new Secret("root secret"));
    assertThat(properties.s3().secretKey()).isEqualTo(new Secret("s3 secret"));
    assertThat(properties.limits().datasetGroups()).isEqualTo(50);
  }

  @Test
  void no_secret_is_printed() {
    PersonalizeProperties properties = read(
        Map.of(
            "personalize.root-secret-key",
            "tell-nobody",
            "personalize.s3.secret-key",
            "tell-nobody"),
        Map.of());

    assertThat(properties.toString()).doesNotContain("tell-nobody");
  }

  @ParameterizedTest
  @CsvSource({
    "personalize.data-dri",
    "personalize.s3",
    "personalize.s3.prot",
    "personalize.roles.gateway"
  })
  void an_unknown_property_stops_the_start(String name) {
    assertThatThrownBy(() -> read(Map.of(name, "1"), Map.of()))
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith(
            "There is no setting named " + name + "; correct the name or remove it.")
        .hasMessageContaining("personalize.s3.port");
  }

  @ParameterizedTest
  @CsvSource({"PERSONALIZE_DATA_DRI", "PERSONALIZE_S3", "PERSONALIZE_S3_PORTS"})
  void an_unknown_variable_stops_the_start(String name) {
    assertThatThrownBy(() -> read(Map.of(), Map.of(name, "1")))
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith("There is no setting named " + name);
  }

  @ParameterizedTest
  @CsvSource({"PERSONALIZE_TEST_DATA", "PERSONALIZE_JAVA_OPTS", "PERSONALIZE_ROLES_0", "PATH"})
  void variables_of_others_and_elements_of_lists_do_not(String name) {
    assertThat(read(Map.of(), Map.of(name, "train")).region()).isEqualTo("us-east-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "personalize.account-id       | 12       | personalize.account-id is 12: it must be twelve digits",
        "personalize.cors.allowed-origins | https://shop.example/ | personalize.cors.allowed-origins[0] is https://shop.example/: it must be an origin such as https://shop.example, or *",
        "personalize.s3.port          | 70000    | personalize.s3.port is 70000: it must be less than or equal to 65535",
        "personalize.training.timeout | 1s       | personalize.training.timeout is PT1S: it must be longer than or equal to 1 minute",
        "personalize.training.automatic-delay | -1s | personalize.training.automatic-delay is PT-1S: it must be longer than or equal to 0",
        "personalize.limits.schemas   | 0        | personalize.limits.schemas is 0: it must be greater than 0",
        "personalize.s3.port          | ninety   | personalize.s3.port cannot be 'ninety': a value of type int is needed",
        "personalize.roles            | conquest | personalize.roles cannot be 'conquest'",
      })
  void a_value_that_is_not_valid_is_refused_by_name(String name, String value, String sentence) {
    assertThatThrownBy(() -> read(Map.of(name, value), Map.of()))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining(sentence);
  }

  private static PersonalizeProperties read(
      Map<String, Object> settings, Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .forEach(source -> environment.getPropertySources().remove(source.getName()));
    environment.getPropertySources().addLast(new MapPropertySource("settings", settings));
    environment
        .getPropertySources()
        .addLast(new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    ConfigurationPropertySources.attach(environment);
    return Configuration.read(environment);
  }
}
