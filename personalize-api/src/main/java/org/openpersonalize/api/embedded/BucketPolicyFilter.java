// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openpersonalize.api.auth.SignatureVerifier;
import org.openpersonalize.core.resource.PersonalizeException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.HtmlUtils;

/**
 * PutBucketPolicy, GetBucketPolicy and DeleteBucketPolicy, which S3Proxy does not have. Policies are files beside the
 * buckets, one a bucket that has any.
 */
final class BucketPolicyFilter implements Filter {
  private static final Pattern BUCKET = Pattern.compile("/(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)/?");

  /** The longest policy that S3 keeps. */
  private static final DataSize LIMIT = DataSize.ofKilobytes(20);

  private final Path directory;
  private final Predicate<String> buckets;
  private final SignatureVerifier signatures;

  /**
   * @param directory for the policies
   * @param buckets is there a bucket of this name?
   */
  BucketPolicyFilter(Path directory, Predicate<String> buckets, SignatureVerifier signatures) {
    this.directory = directory;
    this.buckets = buckets;
    this.signatures = signatures;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    Matcher path = BUCKET.matcher(http.getRequestURI());
    if (!path.matches()) {
      chain.doFilter(request, response);
    } else if (isAboutPolicy(http)) {
      answer(http, (HttpServletResponse) response, path.group("name"));
    } else {
      chain.doFilter(request, response);
      if (http.getMethod().equals("DELETE")) {
        removeUnlessBucket(path.group("name"));
      }
    }
  }

  private static boolean isAboutPolicy(HttpServletRequest request) {
    String query = String.valueOf(request.getQueryString());
    return switch (request.getMethod()) {
      case "PUT", "GET", "DELETE" ->
        Arrays.stream(query.split("&"))
            .anyMatch(pair -> pair.equals("policy") || pair.startsWith("policy="));
      default -> false;
    };
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, String bucket)
      throws IOException {
    String requestId = UUID.randomUUID().toString();
    response.setHeader("x-amz-request-id", requestId);
    try {
      String body = signedBody(request);
      if (!buckets.test(bucket)) {
        throw noSuchBucket();
      }
      switch (request.getMethod()) {
        case "PUT" -> keep(bucket, body);
        case "DELETE" -> Files.deleteIfExists(file(bucket));
        default -> {
          write(response, HttpServletResponse.SC_OK, "application/json", read(bucket));
          return;
        }
      }
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } catch (S3Error.Refusal refused) {
      write(response, refused.error().status(), "application/xml", xml(refused, requestId));
    }
  }

  private String signedBody(HttpServletRequest request) throws IOException {
    if (request.getHeader("Authorization") == null) {
      throw S3Error.ACCESS_DENIED.because(
          "A bucket's policy needs a request that is signed with Signature V4 in the Authorization header.");
    }
    try {
      return new String(signatures.signedBody(request, LIMIT), UTF_8);
    } catch (PersonalizeException refused) {
      throw translate(refused);
    }
  }

  private static RuntimeException translate(PersonalizeException refused) {
    String sentence = String.valueOf(refused.getMessage());
    return switch (refused.code()) {
      case INCOMPLETE_SIGNATURE -> S3Error.AUTHORIZATION_HEADER_MALFORMED.because(sentence);
      case INVALID_SIGNATURE -> S3Error.SIGNATURE_DOES_NOT_MATCH.because(sentence);
      case REQUEST_EXPIRED -> S3Error.REQUEST_TIME_TOO_SKEWED.because(sentence);
      case REQUEST_TOO_LARGE ->
        S3Error.ENTITY_TOO_LARGE.because(
            "A bucket's policy has at most %d bytes.".formatted(LIMIT.toBytes()));
      case UNRECOGNIZED_CLIENT -> S3Error.INVALID_ACCESS_KEY_ID.because(sentence);
      default -> refused;
    };
  }

  /** The bucket is looked for once more afterwards, for it may have been deleted meanwhile. */
  private void keep(String bucket, String policy) throws IOException {
    BucketPolicy.requireTrue(bucket, policy);
    DataDirectory.writePrivate(file(bucket), policy);
    if (!buckets.test(bucket)) {
      Files.deleteIfExists(file(bucket));
      throw noSuchBucket();
    }
  }

  private String read(String bucket) throws IOException {
    try {
      return Files.readString(file(bucket));
    } catch (NoSuchFileException e) {
      throw S3Error.NO_SUCH_BUCKET_POLICY.because("The bucket policy does not exist");
    }
  }

  private void removeUnlessBucket(String bucket) throws IOException {
    if (!buckets.test(bucket)) {
      Files.deleteIfExists(file(bucket));
    }
  }

  private Path file(String bucket) {
    return directory.resolve(bucket + ".json");
  }

  private static S3Error.Refusal noSuchBucket() {
    return S3Error.NO_SUCH_BUCKET.because("The specified bucket does not exist");
  }

  private static String xml(S3Error.Refusal refused, String requestId) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>
        """.formatted(
            refused.error().code(),
            HtmlUtils.htmlEscape(refused.getMessage(), UTF_8.name()),
            requestId);
  }

  private static void write(
      HttpServletResponse response, int status, String contentType, String text)
      throws IOException {
    response.setStatus(status);
    response.setContentType(contentType);
    response.getOutputStream().write(text.getBytes(UTF_8));
  }
}
