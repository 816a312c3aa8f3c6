// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.tag;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.limit.Limits;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The tags of all resources. Whoever writes knows that the resource is there and can be tagged. */
@Component
public class TagTable {
  private final JdbcClient jdbc;
  private final Limits limits;

  public TagTable(JdbcClient jdbc, Limits limits) {
    this.jdbc = jdbc;
    this.limits = limits;
  }

  /**
   * Adds tags in the caller's transaction; a key the resource has already gets the new value.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} for a key that is given
   *     twice or reserved, {@link ErrorCode#TOO_MANY_TAGS} if the resource would have too many
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void add(Arn resource, @Nullable List<Tag> tags) {
    if (tags == null || tags.isEmpty()) {
      return;
    }
    requireWellFormed(tags);
    for (Tag tag : tags) {
      jdbc.sql("""
              INSERT INTO tag (resource_arn, tag_key, tag_value) VALUES (:arn, :key, :value)
              ON CONFLICT (resource_arn, tag_key) DO UPDATE SET tag_value = excluded.tag_value
              """)
          .param("arn", resource.toString())
          .param("key", tag.tagKey())
          .param("value", tag.tagValue())
          .update();
    }
    int count = jdbc.sql("SELECT count(*) FROM tag WHERE resource_arn = :arn")
        .param("arn", resource.toString())
        .query(Integer.class)
        .single();
    if (count > limits.tagsPerResource()) {
      throw ErrorCode.TOO_MANY_TAGS.because(
          "A resource has at most %d tags, and %s would have %d. Remove some first."
              .formatted(limits.tagsPerResource(), resource, count));
    }
  }

  /**
   * Takes tags off; keys the resource does not have are passed over.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#TOO_MANY_TAG_KEYS} for more keys than a
   *     resource can have
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void remove(Arn resource, Collection<String> keys) {
    if (keys.size() > limits.tagsPerResource()) {
      throw ErrorCode.TOO_MANY_TAG_KEYS.because(
          "A resource has at most %d tags; name no more keys than that."
              .formatted(limits.tagsPerResource()));
    }
    jdbc.sql("DELETE FROM tag WHERE resource_arn = :arn AND tag_key = ANY (:keys)")
        .param("arn", resource.toString())
        .param("keys", keys.toArray(String[]::new))
        .update();
  }

  /** The tags of a resource, by key. */
  public List<Tag> of(Arn resource) {
    return jdbc.sql("SELECT tag_key, tag_value FROM tag WHERE resource_arn = :arn ORDER BY tag_key")
        .param("arn", resource.toString())
        .query((row, number) -> new Tag(row.getString(1), row.getString(2)))
        .list();
  }

  /** Forgets the tags of a resource that is deleted, and of what is deleted with it: parts and import jobs. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void removeAll(Arn resource) {
    jdbc.sql("""
            DELETE FROM tag
            WHERE resource_arn = :arn
               OR starts_with(resource_arn, :arn || '/')
               OR resource_arn IN (SELECT dataset_import_job_arn FROM dataset_import_job WHERE dataset_arn = :arn)
            """).param("arn", resource.toString()).update();
  }

  private static void requireWellFormed(List<Tag> tags) {
    Set<String> keys = new HashSet<>();
    for (Tag tag : tags) {
      if (!keys.add(tag.tagKey())) {
        throw ErrorCode.INVALID_INPUT.because(
            "The tag key '%s' is given twice.".formatted(tag.tagKey()));
      }
      if (tag.tagKey().toLowerCase(Locale.ROOT).startsWith("aws:")) {
        throw ErrorCode.INVALID_INPUT.because(
            "The tag key '%s' starts with 'aws:', which is reserved. Choose another."
                .formatted(tag.tagKey()));
      }
    }
  }
}
