// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.api.auth.TestSigner;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalize.model.DatasetGroup;
import software.amazon.awssdk.services.personalize.model.DatasetGroupSummary;
import software.amazon.awssdk.services.personalize.model.PersonalizeException;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeevents.model.Item;
import software.amazon.awssdk.services.personalizeevents.model.PersonalizeEventsException;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.GetRecommendationsResponse;
import software.amazon.awssdk.services.personalizeruntime.model.PersonalizeRuntimeException;

/** The three real clients of the AWS SDK for Java against the wire. */
@SpringBootTest(classes = WireTestConfiguration.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AwsClientsTest {
  private static final AwsCredentials ROOT =
      AwsBasicCredentials.create(TestSigner.KEY_ID, TestSigner.SECRET);

  @LocalServerPort
  private int port;

  @Autowired
  private SampleService samples;

  private PersonalizeClient personalize;
  private PersonalizeRuntimeClient runtime;
  private PersonalizeEventsClient events;

  @BeforeEach
  void connect() {
    personalize = configure(PersonalizeClient.builder(), ROOT, Region.EU_CENTRAL_1);
    runtime = configure(PersonalizeRuntimeClient.builder(), ROOT, Region.EU_CENTRAL_1);
    events = configure(PersonalizeEventsClient.builder(), ROOT, Region.EU_CENTRAL_1);
  }

  @Test
  void the_control_plane_answers() {
    assertThat(personalize.createDatasetGroup(r -> r.name("shop")).datasetGroupArn())
        .isEqualTo(SampleService.arn("shop").toString());
  }

  @Test
  void a_time_keeps_its_milliseconds() {
    DatasetGroup group = personalize
        .describeDatasetGroup(r -> r.datasetGroupArn(SampleService.arn("shop").toString()))
        .datasetGroup();

    assertThat(group.creationDateTime()).isEqualTo(SampleService.CREATED);
    assertThat(group.status()).isEqualTo("ACTIVE");
    assertThat(group.failureReason()).isNull();
  }

  @Test
  void an_operation_without_an_answer_has_an_empty_body() {
    assertThat(personalize
            .deleteDatasetGroup(r -> r.datasetGroupArn(SampleService.arn("shop").toString()))
            .sdkHttpResponse()
            .isSuccessful())
        .isTrue();
  }

  @Test
  void a_paginator_follows_the_tokens() {
    assertThat(personalize.listDatasetGroupsPaginator(r -> r.maxResults(1)).datasetGroups())
        .extracting(DatasetGroupSummary::name)
        .containsExactly("a", "b");
  }

  @Test
  void the_runtime_answers() {
    GetRecommendationsResponse answer =
        runtime.getRecommendations(r -> r.userId("u1").numResults(5));

    assertThat(answer.recommendationId()).isEqualTo("RID-1");
    assertThat(answer.itemList()).singleElement().satisfies(item -> {
      assertThat(item.itemId()).isEqualTo("i1");
      assertThat(item.score()).isEqualTo(0.5);
    });
    assertThat(answer.responseMetadata().requestId()).hasSize(36);
  }

  @Test
  void events_arrive_as_they_were_sent() {
    Instant sentAt = Instant.ofEpochMilli(1542392161837L);

    events.putEvents(r -> r.trackingId("t")
        .sessionId("s")
        .userId("u")
        .eventList(Event.builder()
            .eventType("view")
            .sentAt(sentAt)
            .itemId("i")
            .eventValue(2.5f)
            .properties("{\"a\":1}")
            .build()));

    assertThat(samples.lastEvents())
        .isEqualTo(new SampleService.PutEvents(
            "t",
            "s",
            "u",
            List.of(new SampleService.Event("view", sentAt, "i", 2.5f, "{\"a\":1}"))));
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_INPUT, InvalidInputException",
    "RESOURCE_NOT_FOUND, ResourceNotFoundException",
    "RESOURCE_ALREADY_EXISTS, ResourceAlreadyExistsException",
    "RESOURCE_IN_USE, ResourceInUseException",
    "LIMIT_EXCEEDED, LimitExceededException",
    "TOO_MANY_TAGS, TooManyTagsException"
  })
  void the_control_plane_raises_each_typed_error_with_status_400(String code, String type) {
    assertThatThrownBy(() -> personalize.describeDatasetGroup(
            r -> r.datasetGroupArn(SampleService.arn(code).toString())))
        .isInstanceOfSatisfying(AwsServiceException.class, e -> {
          assertThat(e.getClass().getSimpleName()).isEqualTo(type);
          assertThat(e.statusCode()).isEqualTo(400);
          assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("As asked");
          assertThat(e.requestId()).hasSize(36);
        });
  }

  @Test
  void a_bad_token_is_raised_as_such() {
    assertThatThrownBy(() -> personalize.listDatasetGroups(r -> r.nextToken("INVALID_NEXT_TOKEN")))
        .isInstanceOf(
            software.amazon.awssdk.services.personalize.model.InvalidNextTokenException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_INPUT, InvalidInputException, 400",
    "RESOURCE_NOT_FOUND, ResourceNotFoundException, 404"
  })
  void the_runtime_raises_each_typed_error(String code, String type, int status) {
    assertThatThrownBy(() -> runtime.getRecommendations(r -> r.userId(code)))
        .isInstanceOfSatisfying(AwsServiceException.class, e -> {
          assertThat(e.getClass().getSimpleName()).isEqualTo(type);
          assertThat(e.statusCode()).isEqualTo(status);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_INPUT, InvalidInputException, 400",
    "RESOURCE_NOT_FOUND, ResourceNotFoundException, 404",
    "RESOURCE_IN_USE, ResourceInUseException, 409"
  })
  void the_events_client_raises_each_typed_error(String code, String type, int status) {
    assertThatThrownBy(
            () -> events.putItems(r -> r.datasetArn(SampleService.arn(code).toString())
                .items(Item.builder().itemId("i").build())))
        .isInstanceOfSatisfying(AwsServiceException.class, e -> {
          assertThat(e.getClass().getSimpleName()).isEqualTo(type);
          assertThat(e.statusCode()).isEqualTo(status);
        });
  }

  @Test
  void a_violated_constraint_is_an_invalid_input_worded_as_aws_does() {
    assertThatThrownBy(() -> personalize.createDatasetGroup(r -> r.name("my shop")))
        .isInstanceOf(software.amazon.awssdk.services.personalize.model.InvalidInputException.class)
        .hasMessageContaining(
            "1 validation error detected: Value 'my shop' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9][a-zA-Z0-9\\-_]*");
  }

  @Test
  void a_member_that_is_not_served_is_refused_by_name() {
    assertThatThrownBy(() -> runtime.getRecommendations(
            r -> r.userId("u").filterArn("arn:aws:personalize:r:1:filter/f")))
        .isInstanceOf(
            software.amazon.awssdk.services.personalizeruntime.model.InvalidInputException.class)
        .hasMessageContaining("'filterArn' is not served");
  }

  @Test
  void an_operation_that_is_not_served_is_unknown() {
    assertThatThrownBy(() -> personalize.listFilters(r -> {}))
        .isInstanceOfSatisfying(PersonalizeException.class, e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
          assertThat(e.statusCode()).isEqualTo(400);
        });
    assertThatThrownBy(() -> runtime.getActionRecommendations(r -> r.userId("u")))
        .isInstanceOfSatisfying(PersonalizeRuntimeException.class, e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
          assertThat(e.statusCode()).isEqualTo(404);
        });
  }

  @Test
  void a_wrong_secret_is_an_invalid_signature() {
    AwsCredentials guess = AwsBasicCredentials.create(TestSigner.KEY_ID, "guess");
    PersonalizeClient stranger = configure(PersonalizeClient.builder(), guess, Region.EU_CENTRAL_1);

    assertThatThrownBy(() -> stranger.listDatasetGroups(r -> {}))
        .isInstanceOfSatisfying(PersonalizeException.class, e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
          assertThat(e.statusCode()).isEqualTo(403);
        });
  }

  @Test
  void an_unknown_key_is_an_unrecognized_client() {
    AwsCredentials unknown = AwsBasicCredentials.create("AKIAUNKNOWN", TestSigner.SECRET);
    PersonalizeEventsClient stranger =
        configure(PersonalizeEventsClient.builder(), unknown, Region.EU_CENTRAL_1);

    assertThatThrownBy(
            () -> stranger.putItems(r -> r.datasetArn(SampleService.arn("x").toString())))
        .isInstanceOfSatisfying(PersonalizeEventsException.class, e -> {
          assertThat(e.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
          assertThat(e.statusCode()).isEqualTo(403);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1", "ap-southeast-2", "local"})
  void any_region_will_do(String region) {
    PersonalizeClient client = configure(PersonalizeClient.builder(), ROOT, Region.of(region));

    assertThat(client.listDatasetGroups(r -> {}).datasetGroups()).hasSize(1);
  }

  @Test
  void a_session_token_is_a_signed_header_like_any_other() {
    AwsCredentials session =
        AwsSessionCredentials.create(TestSigner.KEY_ID, TestSigner.SECRET, "token");
    PersonalizeRuntimeClient client =
        configure(PersonalizeRuntimeClient.builder(), session, Region.EU_CENTRAL_1);

    assertThat(client.getRecommendations(r -> r.userId("u")).itemList()).hasSize(1);
  }

  private <C> C configure(
      AwsClientBuilder<?, C> builder, AwsCredentials credentials, Region region) {
    builder
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(region)
        .credentialsProvider(StaticCredentialsProvider.create(credentials));
    return builder.build();
  }
}
