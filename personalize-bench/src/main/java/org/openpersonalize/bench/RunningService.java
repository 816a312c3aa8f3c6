// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Options that say which service is measured, and who asks it. */
public final class RunningService {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--endpoint",
      defaultValue = "http://127.0.0.1:8080",
      paramLabel = "URL",
      description = "(${DEFAULT-VALUE}).")
  private URI endpoint = URI.create("");

  @Option(
      names = "--access-key",
      defaultValue = "${env:PERSONALIZE_ROOT_ACCESS_KEY}",
      paramLabel = "ID",
      description = "By default the environment's PERSONALIZE_ROOT_ACCESS_KEY.")
  private @Nullable String accessKey;

  @Option(
      names = "--secret-key",
      defaultValue = "${env:PERSONALIZE_ROOT_SECRET_KEY}",
      paramLabel = "SECRET",
      description = "By default the environment's PERSONALIZE_ROOT_SECRET_KEY.")
  private @Nullable String secretKey;

  private final JsonMapper mapper = JsonMapper.builder().build();

  /** @throws ParameterException if the keys are not given */
  public void require() {
    key(accessKey);
    key(secretKey);
  }

  public URI endpoint() {
    return endpoint;
  }

  public String accessKey() {
    return key(accessKey);
  }

  public String secretKey() {
    return key(secretKey);
  }

  private String key(@Nullable String given) {
    if (given == null) {
      throw new ParameterException(
          spec.commandLine(),
          "Give --access-key and --secret-key, or set them in the environment.");
    }
    return given;
  }

  /** Asks what the service tells of itself, at this endpoint. */
  public HttpRequest metrics(URI at) {
    return HttpRequest.newBuilder(at.resolve("/actuator/prometheus"))
        .header("Authorization", basic())
        .build();
  }

  /** @param members of GetRecommendations beside the user */
  HttpRequest recommendations(String user, Map<String, ?> members) {
    Map<String, Object> body = new LinkedHashMap<>(members);
    body.put("userId", user);
    return HttpRequest.newBuilder(endpoint.resolve("/recommendations"))
        .header("Content-Type", "application/json")
        .header("Authorization", basic())
        .POST(BodyPublishers.ofString(mapper.writeValueAsString(body)))
        .build();
  }

  private String basic() {
    String pair = accessKey() + ":" + secretKey();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
