package org.openpersonalize.store.tag;

import jakarta.persistence.EntityManager;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.catalog.Campaign;
import org.openpersonalize.store.catalog.Dataset;
import org.openpersonalize.store.catalog.DatasetGroup;
import org.openpersonalize.store.catalog.DatasetImportJob;
import org.openpersonalize.store.catalog.EventTracker;
import org.openpersonalize.store.catalog.Limits;
import org.openpersonalize.store.catalog.Resource;
import org.openpersonalize.store.catalog.Solution;
import org.openpersonalize.store.catalog.SolutionVersion;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** TagResource, UntagResource and ListTagsForResource, and the tags that a Create brings along. */
@Service
public class TagService {
  /** What can be tagged, by the type in its ARN. Solution versions carry their solution's type. */
  private static final Map<String, Class<? extends Resource>> TAGGABLE = Map.of(
      "dataset-group", DatasetGroup.class,
      "dataset", Dataset.class,
      "dataset-import-job", DatasetImportJob.class,
      "event-tracker", EventTracker.class,
      "solution", Solution.class,
      "campaign", Campaign.class);

  private final EntityManager entityManager;
  private final JdbcClient jdbc;
  private final Limits limits;

  public TagService(EntityManager entityManager, JdbcClient jdbc, Limits limits) {
    this.entityManager = entityManager;
    this.jdbc = jdbc;
    this.limits = limits;
  }

  public record TagResource(
      @NotNull Arn resourceArn, @NotNull @Size(max = 200) List<@Valid @NotNull Tag> tags) {}

  public record TagResourceResponse() {}

  public record UntagResource(
      @NotNull Arn resourceArn,

      @NotNull @Size(max = 200) List<@NotNull @Size(min = 1, max = 128) @Pattern(regexp = Tag.CHARACTERS) String> tagKeys) {}

  public record UntagResourceResponse() {}

  public record ListTagsForResource(@NotNull Arn resourceArn) {}

  public record ListTagsForResourceResponse(List<Tag> tags) {}

  @Transactional
  public TagResourceResponse tag(TagResource request) {
    requireTaggable(request.resourceArn());
    add(request.resourceArn(), request.tags());
    return new TagResourceResponse();
  }

  @Transactional
  public UntagResourceResponse untag(UntagResource request) {
    requireTaggable(request.resourceArn());
    if (request.tagKeys().size() > limits.tagsPerResource()) {
      throw ErrorCode.TOO_MANY_TAG_KEYS.because(
          "A resource has at most %d tags; name no more keys than that."
              .formatted(limits.tagsPerResource()));
    }
    jdbc.sql("DELETE FROM tag WHERE resource_arn = :arn AND tag_key = ANY (:keys)")
        .param("arn", request.resourceArn().toString())
        .param("keys", request.tagKeys().toArray(String[]::new))
        .update();
    return new UntagResourceResponse();
  }

  @Transactional(readOnly = true)
  public ListTagsForResourceResponse list(ListTagsForResource request) {
    requireTaggable(request.resourceArn());
    return new ListTagsForResourceResponse(
        jdbc.sql("SELECT tag_key, tag_value FROM tag WHERE resource_arn = :arn ORDER BY tag_key")
            .param("arn", request.resourceArn().toString())
            .query((row, number) -> new Tag(row.getString(1), row.getString(2)))
            .list());
  }

  /** Adds tags in the caller's transaction; a key the resource has already gets the new value. */
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

  private void requireTaggable(Arn arn) {
    Class<? extends Resource> type = TAGGABLE.get(arn.type());
    if (type == null) {
      throw ErrorCode.INVALID_INPUT.because("A %s cannot be tagged.".formatted(arn.type()));
    }
    if (type == Solution.class && arn.id().contains("/")) {
      type = SolutionVersion.class;
    }
    if (entityManager.find(type, arn) == null) {
      throw ErrorCode.RESOURCE_NOT_FOUND.because("Resource Arn %s does not exist.".formatted(arn));
    }
  }
}
