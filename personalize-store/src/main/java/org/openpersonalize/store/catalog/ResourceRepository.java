// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;

/**
 * What can be done with every kind of resource.
 *
 * <p>All methods run in the caller's transaction. A creating or deleting service first locks the row it depends on with
 * {@link #lock}, so that the preconditions it checks still hold when it commits.
 *
 * @param <R> the kind of resource
 */
@NoRepositoryBean
public interface ResourceRepository<R extends Resource> extends Repository<R, Arn> {
  /** The kind of resource that is kept here. */
  ResourceType type();

  /**
   * Adds a resource.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_ALREADY_EXISTS} if its ARN is
   *     taken
   */
  void create(R resource);

  Optional<R> findById(Arn arn);

  /**
   * The resource of this name.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#RESOURCE_NOT_FOUND} if there is none
   */
  R get(Arn arn);

  /** As {@link #get}, holding the row until the transaction ends: nobody else can change or delete it meanwhile. */
  R lock(Arn arn);

  /**
   * Moves a resource on if it is in one of the given states. One conditional update: of two callers one wins.
   *
   * @return did it move?
   */
  boolean move(Arn arn, Set<Status> from, Status to, Instant now);

  /**
   * One page of a list, oldest first.
   *
   * @param summary a record whose components are attributes of the entity
   * @param where attribute values to match; a null value matches everything, a {@link Set} any of its elements
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_NEXT_TOKEN} if the token is not
   *     one of this list's
   */
  <S> Page<S> page(
      Class<S> summary, Map<String, ? extends @Nullable Object> where, PageRequest page);

  /**
   * The same, where {@code where} is not what was asked for but follows from it, and may be another with the next page.
   *
   * @param asked what the list is restricted to, as it stays from page to page
   */
  <S> Page<S> page(
      Class<S> summary,
      String asked,
      Map<String, ? extends @Nullable Object> where,
      PageRequest page);

  /** As the first, newest first. */
  <S> Page<S> pageNewestFirst(
      Class<S> summary, Map<String, ? extends @Nullable Object> where, PageRequest page);

  void delete(R resource);
}
