// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.LockModeType;
import jakarta.persistence.criteria.CompoundSelection;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.CriteriaUpdate;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.Page;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.resource.Status;
import org.springframework.data.jpa.repository.support.JpaEntityInformation;
import org.springframework.data.jpa.repository.support.SimpleJpaRepository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * {@link ResourceRepository} on JPA.
 *
 * <p>Ids are assigned, so {@code save()} would turn a second create into an update; {@link #create} persists and flushes
 * instead, and lets the primary key decide.
 *
 * <p>A page reads the columns of its summary and no others. Spring Data scrolls by keyset too, but over whole entities, and
 * the text of a hundred schemas is two megabytes.
 */
@Transactional(propagation = Propagation.MANDATORY)
public class JpaResourceRepository<R extends Resource> extends SimpleJpaRepository<R, Arn>
    implements ResourceRepository<R> {
  private final EntityManager entityManager;
  private final Class<R> type;
  private final String id;

  public JpaResourceRepository(
      JpaEntityInformation<R, ?> information, EntityManager entityManager) {
    super(information, entityManager);
    this.entityManager = entityManager;
    this.type = information.getJavaType();
    this.id = information.getRequiredIdAttribute().getName();
  }

  @Override
  @Transactional(propagation = Propagation.SUPPORTS)
  public ResourceType type() {
    return ResourceType.ofArnMember(id);
  }

  @Override
  public void create(R resource) {
    if (entityManager.find(type, resource.arn()) != null) {
      throw alreadyExists(resource.arn());
    }
    entityManager.persist(resource);
    try {
      entityManager.flush();
    } catch (ConstraintViolationException e) {
      if (e.getKind() == ConstraintViolationException.ConstraintKind.UNIQUE) {
        throw alreadyExists(resource.arn());
      }
      throw e;
    }
  }

  static PersonalizeException alreadyExists(Arn arn) {
    return ErrorCode.RESOURCE_ALREADY_EXISTS.because(
        "Another resource with Arn %s already exists.".formatted(arn));
  }

  @Override
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
  public Optional<R> findById(Arn arn) {
    return Optional.ofNullable(entityManager.find(type, arn));
  }

  @Override
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
  public R get(Arn arn) {
    return found(arn, entityManager.find(type, arn));
  }

  @Override
  public R lock(Arn arn) {
    R resource = found(arn, entityManager.find(type, arn));
    try {
      entityManager.refresh(resource, LockModeType.PESSIMISTIC_WRITE);
    } catch (EntityNotFoundException e) {
      return found(arn, null);
    }
    return resource;
  }

  private R found(Arn arn, @Nullable R resource) {
    if (resource == null) {
      throw arn.doesNotExist();
    }
    return resource;
  }

  @Override
  public boolean move(Arn arn, Set<Status> from, Status to, Instant now) {
    CriteriaBuilder criteria = entityManager.getCriteriaBuilder();
    CriteriaUpdate<R> update = criteria.createCriteriaUpdate(type);
    Root<R> row = update.from(type);
    update.set(row.<Status>get("status"), to);
    update.set(row.<Instant>get("lastUpdatedDateTime"), now);
    update.where(criteria.equal(row.get(id), arn), row.get("status").in(from));
    entityManager.flush();
    int moved = entityManager.createQuery(update).executeUpdate();
    R managed = entityManager.find(type, arn);
    if (managed != null) {
      entityManager.refresh(managed);
    }
    return moved == 1;
  }

  @Override
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
  public <S> Page<S> page(
      Class<S> summary, Map<String, ? extends @Nullable Object> where, PageRequest page) {
    return page(summary, named(where), where, page, false);
  }

  @Override
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
  public <S> Page<S> page(
      Class<S> summary,
      String asked,
      Map<String, ? extends @Nullable Object> where,
      PageRequest page) {
    return page(summary, asked, where, page, false);
  }

  @Override
  @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
  public <S> Page<S> pageNewestFirst(
      Class<S> summary, Map<String, ? extends @Nullable Object> where, PageRequest page) {
    return page(summary, named(where), where, page, true);
  }

  private static String named(Map<String, ? extends @Nullable Object> where) {
    return new TreeMap<>(where).toString();
  }

  private <S> Page<S> page(
      Class<S> summary,
      String asked,
      Map<String, ? extends @Nullable Object> where,
      PageRequest page,
      boolean newestFirst) {
    String list = type.getSimpleName() + asked;
    CriteriaBuilder criteria = entityManager.getCriteriaBuilder();
    CriteriaQuery<Object[]> query = criteria.createQuery(Object[].class);
    Root<R> row = query.from(type);
    Path<Instant> created = row.get("creationDateTime");
    Path<Arn> arn = row.get(id);

    List<Predicate> predicates = matching(criteria, row, where);
    if (page.nextToken() != null) {
      PageRequest.Position after = PageRequest.Position.parse(list, page.nextToken());
      predicates.add(criteria.or(
          newestFirst
              ? criteria.lessThan(created, after.creationDateTime())
              : criteria.greaterThan(created, after.creationDateTime()),
          criteria.and(
              criteria.equal(created, after.creationDateTime()),
              criteria.greaterThan(arn, after.arn()))));
    }
    query
        .select(criteria.array(created, arn, construct(criteria, row, summary)))
        .where(predicates.toArray(Predicate[]::new))
        .orderBy(newestFirst ? criteria.desc(created) : criteria.asc(created), criteria.asc(arn));
    List<Object[]> rows =
        entityManager.createQuery(query).setMaxResults(page.size() + 1).getResultList();

    List<Object[]> shown = rows.subList(0, Math.min(rows.size(), page.size()));
    List<S> items = shown.stream().map(values -> summary.cast(values[2])).toList();
    if (rows.size() <= page.size()) {
      return new Page<>(items, null);
    }
    Object[] last = shown.get(shown.size() - 1);
    return new Page<>(
        items, new PageRequest.Position(list, (Instant) last[0], (Arn) last[1]).token());
  }

  private static <S> CompoundSelection<S> construct(
      CriteriaBuilder criteria, Root<?> row, Class<S> summary) {
    return criteria.construct(
        summary,
        Arrays.stream(summary.getRecordComponents())
            .map(component -> row.get(component.getName()))
            .toArray(Selection<?>[]::new));
  }

  private List<Predicate> matching(
      CriteriaBuilder criteria, Root<R> row, Map<String, ? extends @Nullable Object> where) {
    List<Predicate> predicates = new ArrayList<>();
    where.forEach((attribute, value) -> {
      if (value instanceof Set<?> anyOf) {
        predicates.add(row.get(attribute).in(anyOf));
      } else if (value != null) {
        predicates.add(criteria.equal(row.get(attribute), value));
      }
    });
    return predicates;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void delete(R resource) {
    entityManager.remove(resource);
    entityManager.flush();
  }
}
