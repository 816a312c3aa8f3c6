// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.openpersonalize.store.change.ChangeFeed;
import org.openpersonalize.store.limit.Limits;
import org.openpersonalize.store.limit.Quota;
import org.openpersonalize.store.model.TrainedResources;
import org.openpersonalize.store.tag.Tag;
import org.openpersonalize.store.tag.TagTable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The life of every kind of resource: what is created, changed or deleted here has its tags and is announced to all nodes
 * when the caller's transaction commits.
 *
 * <p>Who changes a resource by its own verbs says so with {@link #changed}.
 */
@Component
public class Resources {
  private final Map<ResourceType, ResourceRepository<?>> repositories =
      new EnumMap<>(ResourceType.class);
  private final TagTable tags;
  private final TrainedResources trained;
  private final ChangeFeed changes;
  private final Limits limits;
  private final Clock clock;

  Resources(
      List<ResourceRepository<?>> repositories,
      TagTable tags,
      TrainedResources trained,
      ChangeFeed changes,
      Limits limits,
      Clock clock) {
    repositories.forEach(repository -> this.repositories.put(repository.type(), repository));
    this.tags = tags;
    this.trained = trained;
    this.changes = changes;
    this.limits = limits;
    this.clock = clock;
  }

  /** The moment that is written on what is created or changed now. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * The resource of this name, of whatever kind it is.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is none
   */
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
  public Resource get(Arn arn) {
    ResourceRepository<?> repository = arn.type().map(repositories::get).orElse(null);
    if (repository == null) {
      throw arn.doesNotExist();
    }
    return repository.get(arn);
  }

  /**
   * Adds a resource with its tags.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_ALREADY_EXISTS} if its ARN is
   *     taken, {@link ErrorCode#INVALID_INPUT} or {@link ErrorCode#TOO_MANY_TAGS} for tags that cannot be
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public <R extends Resource> void create(R resource, @Nullable List<Tag> itsTags) {
    repository(resource).create(resource);
    tags.add(resource.arn(), itsTags);
    changes.announce(resource.arn());
  }

  /**
   * As {@link #create(Resource, List)}, of what there may be so many of. A name that is taken is said before a quota that is
   * used up, because scripts create again what they need and look for that error. Both are said
   * before anything is written, so that the caller's transaction may go on.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException also {@link ErrorCode#LIMIT_EXCEEDED} if the quota is used
   *     up
   */
  @Transactional(propagation = Propagation.MANDATORY, noRollbackFor = PersonalizeException.class)
  public <R extends Resource> void create(R resource, @Nullable List<Tag> itsTags, Quota quota) {
    if (repository(resource).findById(resource.arn()).isPresent()) {
      throw JpaResourceRepository.alreadyExists(resource.arn());
    }
    quota.requireRoom(limits);
    create(resource, itsTags);
  }

  /** Takes a resource out of use, until a job deletes it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void retire(LivingResource resource) {
    resource.become(Status.DELETE_PENDING, now());
    changes.announce(resource.arn());
  }

  /** Deletes a resource with its tags, with what is known of its training, and with what the database deletes with it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public <R extends Resource> void delete(R resource) {
    tags.removeAll(resource.arn());
    trained.forget(resource.arn());
    repository(resource).delete(resource);
    changes.announce(resource.arn());
  }

  /** Announces that a resource has changed. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void changed(Arn resource) {
    changes.announce(resource);
  }

  @SuppressWarnings("unchecked") // a resource's ARN is of its own type
  private <R extends Resource> ResourceRepository<R> repository(R resource) {
    ResourceType type = resource.arn().type().orElseThrow();
    return (ResourceRepository<R>) Objects.requireNonNull(repositories.get(type), type::name);
  }
}
