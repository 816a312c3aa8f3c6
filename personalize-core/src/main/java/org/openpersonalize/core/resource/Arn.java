// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.resource;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a resource: {@code arn:<partition>:personalize:<region>:<account>:<type>/<id>}.
 *
 * <p>Two ARNs are equal when their texts are. Resources of the service itself, such as recipes, have an empty region
 * and account.
 */
public final class Arn implements Comparable<Arn> {
  /** What a solution's ARN ends with when a campaign follows whatever version is newest. */
  public static final String LATEST = "$LATEST";

  private static final int MAX_LENGTH = 256;
  private static final Pattern FORM =
      Pattern.compile("arn:([a-z\\d-]+):personalize:([^:]*):([^:]*):([^/:]+)/(.+)");

  private final String text;
  private final String partition;
  private final String region;
  private final String account;
  private final String type;
  private final String id;

  private Arn(String text, Matcher parts) {
    this.text = text;
    this.partition = parts.group(1);
    this.region = parts.group(2);
    this.account = parts.group(3);
    this.type = parts.group(4);
    this.id = parts.group(5);
  }

  /**
   * Reads an ARN.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if {@code text} is not the ARN of a Personalize resource
   */
  public static Arn parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !parts.matches()) {
      throw ErrorCode.INVALID_INPUT.because(
          "'%s' is not an ARN of this service: write arn:aws:personalize:<region>:<account>:<type>/<name>, at most %d characters"
              .formatted(
                  text.length() > MAX_LENGTH ? text.substring(0, 60) + "..." : text, MAX_LENGTH));
    }
    return new Arn(text, parts);
  }

  /** Names a resource of the service itself, such as {@code recipe/aws-user-personalization}. */
  public static Arn ofService(ResourceType type, String id) {
    return parse("arn:aws:personalize:::" + type.wire() + "/" + id);
  }

  /** Names a resource beside this one: the same partition, region and account. */
  public Arn sibling(ResourceType type, String id) {
    return parse(
        "arn:%s:personalize:%s:%s:%s/%s".formatted(partition, region, account, type.wire(), id));
  }

  /** Names a part of this resource, such as a version of a solution. */
  public Arn child(String id) {
    return parse(text + "/" + id);
  }

  /** The resource this one is a part of: a solution version's solution. */
  public Arn parent() {
    return parse(text.substring(0, text.lastIndexOf('/')));
  }

  public String account() {
    return account;
  }

  /** The kind of resource; empty if this service has none of the kind. */
  public Optional<ResourceType> type() {
    return ResourceType.of(type, id);
  }

  /** The kind of resource as it is spelt here, whether or not this service knows it. */
  public String typeName() {
    return type;
  }

  /** Is this the ARN of such a resource? */
  public boolean is(ResourceType kind) {
    return type().filter(kind::equals).isPresent();
  }

  /** Everything behind the type, which for most resources is the name. */
  public String id() {
    return id;
  }

  /** Is this {@code <solution>/$LATEST}, the input form that means "the newest version"? */
  public boolean isLatest() {
    return id.endsWith("/" + LATEST);
  }

  /** The error where nothing of this name is found. */
  public PersonalizeException doesNotExist() {
    return ErrorCode.RESOURCE_NOT_FOUND.because("Resource Arn %s does not exist.".formatted(text));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Arn arn && text.equals(arn.text);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(text);
  }

  @Override
  public int compareTo(Arn other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
