// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.ingest.tag;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.store.catalog.Resources;
import org.openpersonalize.store.request.Tags;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagTable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * TagResource, UntagResource and ListTagsForResource. Tags are read where they are asked for and nobody keeps them, so nobody
 * is told of a change: whoever listens would read anew what a tagged resource is about.
 */
@Service
public class TagService {
  private final Resources resources;
  private final TagTable tags;

  public TagService(Resources resources, TagTable tags) {
    this.resources = resources;
    this.tags = tags;
  }

  public record TagResource(
      @NotNull Arn resourceArn, @NotNull @Tags List<@Valid @NotNull Tag> tags) {}

  public record TagResourceResponse() {}

  @Transactional
  public TagResourceResponse tag(TagResource request) {
    requireTaggable(request.resourceArn());
    tags.add(request.resourceArn(), request.tags());
    return new TagResourceResponse();
  }

  public record UntagResource(
      @NotNull Arn resourceArn,

      @NotNull @Size(max = 200) List<@NotNull @Size(min = 1, max = 128) @Pattern(regexp = Tag.CHARACTERS) String> tagKeys) {}

  public record UntagResourceResponse() {}

  @Transactional
  public UntagResourceResponse untag(UntagResource request) {
    requireTaggable(request.resourceArn());
    tags.remove(request.resourceArn(), request.tagKeys());
    return new UntagResourceResponse();
  }

  public record ListTagsForResource(@NotNull Arn resourceArn) {}

  public record ListTagsForResourceResponse(List<Tag> tags) {}

  @Transactional(readOnly = true)
  public ListTagsForResourceResponse list(ListTagsForResource request) {
    requireTaggable(request.resourceArn());
    return new ListTagsForResourceResponse(tags.of(request.resourceArn()));
  }

  private void requireTaggable(Arn arn) {
    if (arn.type().filter(ResourceType::isTaggable).isEmpty()) {
      throw ErrorCode.INVALID_INPUT.because("A %s cannot be tagged.".formatted(arn.typeName()));
    }
    resources.get(arn);
  }
}
