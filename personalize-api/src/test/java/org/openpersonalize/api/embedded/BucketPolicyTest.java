// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpersonalize.api.config.RootCredentials;
import org.openpersonalize.api.config.Secret;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the scripts of a Personalize project do with their bucket's policy, by the S3 client they do it with. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BucketPolicyTest {
  private static final RootCredentials ROOT =
      new RootCredentials("ROOT", new Secret("root-secret"));

  /** As the tutorials write it. */
  private static final String POLICY = """
      {
          "Version": "2012-10-17",
          "Id": "PersonalizeS3BucketAccessPolicy",
          "Statement": [
              {
                  "Sid": "PersonalizeS3BucketAccessPolicy",
                  "Effect": "Allow",
                  "Principal": {"Service": "personalize.amazonaws.com"},
                  "Action": ["s3:GetObject", "s3:ListBucket"],
                  "Resource": ["arn:aws:s3:::shop", "arn:aws:s3:::shop/*"]
              }
          ]
      }
      """;

  @TempDir
  Path directory;

  @TempDir
  Path policies;

  private EmbeddedObjectStore server;
  private S3Client s3;

  @BeforeEach
  void start() {
    server =
        EmbeddedObjectStore.start(directory, policies, InetAddress.getLoopbackAddress(), 0, ROOT);
    s3 = client("root-secret").build();
  }

  @AfterEach
  void stop() {
    s3.close();
    server.close();
  }

  @Test
  void a_policy_for_the_service_is_kept_and_answered_as_it_came() {
    shop();

    int status = put(POLICY);

    assertThat(status).isEqualTo(204);
    assertThat(policy()).isEqualTo(POLICY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Statement': {'Effect': 'Allow', 'Principal': {'Service': ['personalize.amazonaws.com']}, 'Action': 's3:*Object', 'Resource': 'arn:aws:s3:::shop/*'}}",
        "{'Version': '2008-10-17', 'Statement': [{'Effect': 'Allow', 'Principal': {'Service': 'personalize.amazonaws.com'}, 'Action': ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:GetBucketLocation'], 'Resource': ['arn:aws-cn:s3:::shop', 'arn:aws-cn:s3:::shop/out/*'], 'Condition': {}}]}"
      })
  void a_policy_may_be_written_in_several_ways(String policy) {
    shop();

    put(policy.replace('\'', '"'));

    assertThat(policy()).isEqualTo(policy.replace('\'', '"'));
  }

  @Test
  void a_second_policy_takes_the_place_of_the_first() {
    shop();
    put(POLICY);

    put(POLICY.replace("s3:GetObject", "s3:PutObject"));

    assertThat(policy()).contains("s3:PutObject").doesNotContain("s3:GetObject");
  }

  @Test
  void a_bucket_without_a_policy_says_so() {
    shop();

    refused(this::policy, 404, "NoSuchBucketPolicy");
  }

  @Test
  void a_deleted_policy_is_gone_and_may_be_deleted_once_more() {
    shop();
    put(POLICY);

    s3.deleteBucketPolicy(request -> request.bucket("shop"));
    s3.deleteBucketPolicy(request -> request.bucket("shop"));

    refused(this::policy, 404, "NoSuchBucketPolicy");
  }

  @Test
  void a_bucket_that_is_not_there_has_no_policy() {
    refused(() -> put(POLICY), 404, "NoSuchBucket");
    refused(this::policy, 404, "NoSuchBucket");
    refused(() -> s3.deleteBucketPolicy(request -> request.bucket("shop")), 404, "NoSuchBucket");
  }

  @Test
  void a_policy_goes_with_its_bucket() {
    shop();
    put(POLICY);
    s3.deleteBucket(request -> request.bucket("shop"));

    shop();

    refused(this::policy, 404, "NoSuchBucketPolicy");
  }

  @Test
  void a_bucket_that_cannot_be_deleted_keeps_its_policy() {
    shop();
    put(POLICY);
    s3.putObject(request -> request.bucket("shop").key("a.csv"), RequestBody.fromString("ITEM_ID"));

    refused(() -> s3.deleteBucket(request -> request.bucket("shop")), 409, "BucketNotEmpty");

    assertThat(policy()).isEqualTo(POLICY);
  }

  @Test
  void a_policy_is_there_after_a_restart() {
    shop();
    put(POLICY);

    stop();
    start();

    assertThat(policy()).isEqualTo(POLICY);
  }

  @Test
  void a_policy_is_neither_an_object_nor_a_bucket() {
    shop();
    put(POLICY);

    assertThat(s3.listObjectsV2(request -> request.bucket("shop")).contents()).isEmpty();
    assertThat(s3.listBuckets().buckets())
        .extracting(bucket -> bucket.name())
        .containsExactly("shop");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"Effect\": \"Allow\" | \"Effect\": \"Deny\" | 501 | NotImplemented | denies something",
        "\"Effect\": \"Allow\" | \"Effect\": \"Perhaps\" | 400 | MalformedPolicy | needs the Effect Allow",
        "{\"Service\": \"personalize.amazonaws.com\"} | \"*\" | 501 | NotImplemented | is for the Principal \"*\"",
        "{\"Service\": \"personalize.amazonaws.com\"} | {\"AWS\": \"arn:aws:iam::123456789012:root\"} | 501 | NotImplemented | is for the Principal {\"AWS\":",
        "personalize.amazonaws.com | sagemaker.amazonaws.com | 501 | NotImplemented | is for the Principal {\"Service\":\"sagemaker.amazonaws.com\"}",
        "\"personalize.amazonaws.com\" | [\"personalize.amazonaws.com\", \"forecast.amazonaws.com\"] | 501 | NotImplemented | is for the Principal",
        "\"Principal\": {\"Service\": \"personalize.amazonaws.com\"}, | ` ` | 501 | NotImplemented | is for the Principal of nobody",
        "s3:GetObject | kms:Decrypt | 400 | MalformedPolicy | allows 'kms:Decrypt', which is no action of S3",
        "\"s3:GetObject\" | 7 | 400 | MalformedPolicy | needs a member Action",
        "arn:aws:s3:::shop/* | arn:aws:s3:::shop2/* | 400 | MalformedPolicy | is about 'arn:aws:s3:::shop2/*', which is not in this bucket",
        "arn:aws:s3:::shop/* | * | 400 | MalformedPolicy | is about '*'",
        "\"Action\": | \"NotAction\": | 501 | NotImplemented | has 'NotAction', which this store would not keep to",
        "\"Action\": | \"Condition\": {\"StringEquals\": {\"aws:SourceAccount\": \"1\"}}, \"Action\": | 501 | NotImplemented | has 'Condition', which this store would not keep to",
      })
  void any_other_statement_is_refused_by_its_name(
      String part, String instead, int status, String code, String sentence) {
    shop();
    put(POLICY);

    String other = POLICY.replace(part, instead);

    S3Exception refusal = refused(() -> put(other), status, code);
    assertThat(refusal.awsErrorDetails().errorMessage())
        .startsWith("Statement 1 ('PersonalizeS3BucketAccessPolicy') " + sentence);
    assertThat(policy()).isEqualTo(POLICY);
  }

  @Test
  void one_statement_among_several_refuses_the_policy() {
    shop();
    String deny = """
        , {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::shop/*"} ]""";

    S3Exception refusal = refused(
        () -> put(POLICY.substring(0, POLICY.lastIndexOf(']')) + deny + "}"),
        501,
        "NotImplemented");

    assertThat(refusal.awsErrorDetails().errorMessage()).startsWith("Statement 2 denies something");
    refused(this::policy, 404, "NoSuchBucketPolicy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "policy",
        "{}",
        "{'Statement': []}",
        "{'Statement': ['s3:GetObject']}",
        "{'Version': '2020-01-01', 'Statement': []}",
        "{'Statement': [], 'Statement': []}"
      })
  void what_is_no_policy_is_malformed(String text) {
    shop();

    refused(() -> put(text.replace('\'', '"')), 400, "MalformedPolicy");
  }

  @Test
  void a_policy_longer_than_s3_keeps_is_refused() {
    shop();

    refused(() -> put(POLICY + " ".repeat(20 << 10)), 400, "EntityTooLarge");
  }

  @Test
  void a_request_without_a_signature_is_refused() {
    shop();
    put(POLICY);

    try (S3Client nobody = client(AnonymousCredentialsProvider.create()).build()) {
      refused(() -> put(nobody, POLICY), 403, "AccessDenied");
      refused(() -> nobody.getBucketPolicy(request -> request.bucket("shop")), 403, "AccessDenied");
      refused(
          () -> nobody.deleteBucketPolicy(request -> request.bucket("shop")), 403, "AccessDenied");
    }
    assertThat(policy()).isEqualTo(POLICY);
  }

  @Test
  void a_wrong_key_or_secret_is_refused() {
    shop();

    try (S3Client guess = client("a guess").build();
        S3Client stranger = client(StaticCredentialsProvider.create(
                AwsBasicCredentials.create("STRANGER", "root-secret")))
            .build()) {
      refused(() -> put(guess, POLICY), 403, "SignatureDoesNotMatch");
      refused(() -> put(stranger, POLICY), 403, "InvalidAccessKeyId");
      refused(
          () -> guess.getBucketPolicy(request -> request.bucket("shop")),
          403,
          "SignatureDoesNotMatch");
    }
    refused(this::policy, 404, "NoSuchBucketPolicy");
  }

  @Test
  void a_policy_changed_on_its_way_is_refused() {
    shop();

    try (S3Client changed = client("root-secret")
        .httpClient(new Replacing(POLICY.replace("GetObject", "PutObject")))
        .build()) {
      refused(() -> put(changed, POLICY), 403, "SignatureDoesNotMatch");
    }
    refused(this::policy, 404, "NoSuchBucketPolicy");
  }

  /** Sends another body than was signed. */
  private record Replacing(SdkHttpClient http, String body) implements SdkHttpClient {
    Replacing(String body) {
      this(ApacheHttpClient.create(), body);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return http.prepareRequest(HttpExecuteRequest.builder()
          .request(request.httpRequest())
          .contentStreamProvider(() -> new ByteArrayInputStream(body.getBytes(UTF_8)))
          .build());
    }

    @Override
    public void close() {
      http.close();
    }
  }

  private void shop() {
    s3.createBucket(request -> request.bucket("shop"));
  }

  private int put(String policy) {
    return put(s3, policy);
  }

  private static int put(S3Client client, String policy) {
    return client
        .putBucketPolicy(request -> request.bucket("shop").policy(policy))
        .sdkHttpResponse()
        .statusCode();
  }

  private String policy() {
    return s3.getBucketPolicy(request -> request.bucket("shop")).policy();
  }

  private S3ClientBuilder client(String secretKey) {
    return client(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(ROOT.accessKey(), secretKey)));
  }

  private S3ClientBuilder client(AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .forcePathStyle(true)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(credentials);
  }

  private static S3Exception refused(Runnable call, int status, String code) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, call::run);
    assertThat(refusal).isNotNull();
    assertThat(refusal.statusCode()).as(refusal.getMessage()).isEqualTo(status);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    return refusal;
  }
}
