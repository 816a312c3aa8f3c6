// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which policies a bucket may have: those that allow this service something in it.
 *
 * <p>The service reads and writes the store with the operator's key, and nobody else has one. So such a policy is true
 * whatever it allows, and is kept. Any other would have to be enforced, and is refused by the name of its statement.
 */
final class BucketPolicy {
  private static final String SERVICE = "personalize.amazonaws.com";
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_MEMBERS =
      Set.of("Sid", "Effect", "Principal", "Action", "Resource");
  private static final Pattern ACTION = Pattern.compile("(?i)s3:[a-z*?]+");
  private static final Pattern RESOURCE =
      Pattern.compile("arn:aws[a-z-]*:s3:::(?<bucket>[^/]*)(/.*)?");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private BucketPolicy() {}

  /**
   * Passes a policy that is true of {@code bucket}.
   *
   * @throws S3Error.Refusal {@link S3Error#MALFORMED_POLICY} as S3 refuses it, {@link S3Error#NOT_IMPLEMENTED} for what
   *     S3 would keep to and this store would not
   */
  static void requireTrue(String bucket, String json) {
    JsonNode policy = parse(json);
    requireMembers("The policy", policy, MEMBERS);
    if (policy.has("Version") && !VERSIONS.contains(policy.path("Version").asString(""))) {
      throw malformed("The policy's Version must be 2012-10-17");
    }
    List<JsonNode> statements = list(policy.path("Statement"));
    if (statements.isEmpty()) {
      throw malformed("The policy has no Statement");
    }
    for (int i = 0; i < statements.size(); i++) {
      requireTrue(bucket, name(i, statements.get(i)), statements.get(i));
    }
  }

  private static JsonNode parse(String json) {
    try {
      JsonNode policy = JSON.readTree(json);
      if (policy.isObject()) {
        return policy;
      }
    } catch (JacksonException e) {
      throw malformed("The policy is not valid JSON: " + e.getOriginalMessage());
    }
    throw malformed("The policy is not a JSON object");
  }

  private static String name(int index, JsonNode statement) {
    String number = "Statement %d".formatted(index + 1);
    return statement.path("Sid").isString()
        ? "%s ('%s')".formatted(number, statement.path("Sid").stringValue())
        : number;
  }

  private static void requireTrue(String bucket, String name, JsonNode statement) {
    if (!statement.isObject()) {
      throw malformed("%s is not a JSON object".formatted(name));
    }
    requireMembers(name, statement, STATEMENT_MEMBERS);
    requireAllow(name, statement.path("Effect"));
    requireService(name, statement.path("Principal"));
    for (String action : strings(name, "Action", statement)) {
      if (!ACTION.matcher(action).matches()) {
        throw malformed("%s allows '%s', which is no action of S3".formatted(name, action));
      }
    }
    for (String resource : strings(name, "Resource", statement)) {
      var arn = RESOURCE.matcher(resource);
      if (!arn.matches() || !arn.group("bucket").equals(bucket)) {
        throw malformed(
            "%s is about '%s', which is not in this bucket; write arn:aws:s3:::%s or arn:aws:s3:::%s/*"
                .formatted(name, resource, bucket, bucket));
      }
    }
  }

  /** Other members would narrow a statement down, and what they say would have to be kept to. */
  private static void requireMembers(String name, JsonNode object, Set<String> served) {
    for (var member : object.properties()) {
      boolean saysNothing = member.getValue().isNull()
          || (member.getValue().isContainer() && member.getValue().isEmpty());
      if (!served.contains(member.getKey()) && !saysNothing) {
        throw notServed("%s has '%s', which this store would not keep to; leave it out"
            .formatted(name, member.getKey()));
      }
    }
  }

  private static void requireAllow(String name, JsonNode effect) {
    if (effect.asString("").equals("Deny")) {
      throw notServed("%s denies something, but whoever has the key of this store may do everything"
          .formatted(name));
    }
    if (!effect.asString("").equals("Allow")) {
      throw malformed("%s needs the Effect Allow".formatted(name));
    }
  }

  private static void requireService(String name, JsonNode principal) {
    boolean ours = principal.isObject()
        && Set.copyOf(principal.propertyNames()).equals(Set.of("Service"))
        && !list(principal.path("Service")).isEmpty()
        && list(principal.path("Service")).stream()
            .allMatch(service -> service.asString("").equals(SERVICE));
    if (!ours) {
      throw notServed(
          "%s is for the Principal %s, but this store lets nobody in but who has its key; the only policies it has are for {\"Service\": \"%s\"}"
              .formatted(name, principal.isMissingNode() ? "of nobody" : principal, SERVICE));
    }
  }

  private static List<String> strings(String name, String member, JsonNode statement) {
    List<JsonNode> values = list(statement.path(member));
    if (values.isEmpty() || !values.stream().allMatch(JsonNode::isString)) {
      throw malformed(
          "%s needs a member %s: a string, or a list of strings".formatted(name, member));
    }
    return values.stream().map(JsonNode::stringValue).toList();
  }

  /** One value stands for a list of one. */
  private static List<JsonNode> list(JsonNode value) {
    if (value.isMissingNode()) {
      return List.of();
    }
    return value.isArray() ? new ArrayList<>(value.values()) : List.of(value);
  }

  private static S3Error.Refusal malformed(String sentence) {
    return S3Error.MALFORMED_POLICY.because(sentence + ".");
  }

  private static S3Error.Refusal notServed(String sentence) {
    return S3Error.NOT_IMPLEMENTED.because(sentence + ".");
  }
}
