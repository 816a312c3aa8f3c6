// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.mapping.SeenColumn.Kind;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetSchema.Reserved;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.core.schema.Field;

/**
 * A guess at what the columns of a file are, by their names and by what stands in them. It is to be looked at by somebody who
 * knows.
 *
 * @param guessed the places of columns whose names say nothing
 */
public record Proposal(FileMapping mapping, Set<Integer> guessed) {
  /** What a purchase is called in the use cases of a domain. */
  private static final Map<Domain, String> EVENT_OF_DOMAIN =
      Map.of(Domain.ECOMMERCE, "Purchase", Domain.VIDEO_ON_DEMAND, "Watch");

  /** For a dataset that is yet to be made. */
  public static Proposal of(
      ColumnLook look, DatasetType type, @Nullable Domain domain, String zone) {
    Guess guess = new Guess(look, type);
    List<Reserved> reserved = DatasetSchema.reserved(type, domain);
    reserved.forEach(each -> guess.byName(each.field()));
    reserved.stream().filter(Reserved::required).map(Reserved::field).forEach(guess::byContent);
    guess.keepTheOthers(look.ownFields(type, domain));
    boolean silent = reserved.stream()
        .anyMatch(each -> each.required() && each.field().name().equals("EVENT_TYPE"));
    return guess.proposal(silent && domain != null ? EVENT_OF_DOMAIN.get(domain) : null, zone);
  }

  /** For a dataset that there is. */
  public static Proposal of(ColumnLook look, DatasetSchema schema, String zone) {
    Guess guess = new Guess(look, schema.type());
    schema.fields().forEach(guess::byName);
    schema.fields().forEach(guess::byContent);
    return guess.proposal(null, zone);
  }

  /** What has been guessed so far. */
  private static final class Guess {
    private final ColumnLook look;
    private final DatasetType type;
    private final Map<String, SeenColumn> found = new HashMap<>();
    private final List<MappedColumn> columns = new ArrayList<>();
    private final Set<Integer> used = new HashSet<>();
    private final Set<Integer> guessed = new HashSet<>();

    Guess(ColumnLook look, DatasetType type) {
      this.look = look;
      this.type = type;
    }

    /** The column that is called like a field, or as others call it. */
    void byName(Field field) {
      List<String> names = new ArrayList<>(List.of(Vocabulary.key(field.name())));
      names.addAll(Vocabulary.namesOf(type, field.name()));
      names.stream()
          .flatMap(name -> open().filter(column -> Vocabulary.key(column.name()).equals(name)))
          .filter(fits(field))
          .findFirst()
          .ifPresent(column -> take(column, field.name(), ColumnKind.of(field)));
    }

    /** For an id or a time that must be there, the first column that may be it. */
    void byContent(Field field) {
      if (found.containsKey(field.name())
          || field.nullable()
          || field.role() == Field.Role.METADATA) {
        return;
      }
      Predicate<SeenColumn> likely = field.role() == Field.Role.TIME
          ? column -> column.time() != null
          : column -> column.kind() == Kind.TEXT || column.kind() == Kind.WHOLE;
      boolean identifies = !type.isInteractions() && field.name().equals(type.idColumn());
      open()
          .filter(likely)
          .filter(column -> field.name().equals("EVENT_TYPE")
              ? column.isOfCategories() && column.different() <= 50
              : column.time() == null || field.role() == Field.Role.TIME)
          .filter(column -> !identifies
              || column.filled() == look.rows()
                  && column.different() >= Math.min(look.rows(), ColumnWatch.MOST_DIFFERENT))
          .findFirst()
          .ifPresent(column -> {
            take(column, field.name(), ColumnKind.of(field));
            guessed.add(column.place());
          });
    }

    private Stream<SeenColumn> open() {
      return look.columns().stream()
          .filter(column -> column.filled() > 0 && !used.contains(column.place()));
    }

    private static Predicate<SeenColumn> fits(Field field) {
      if (field.role() == Field.Role.TIME) {
        return column -> column.time() != null;
      }
      if (field.type().isNumeric()) {
        return SeenColumn::isNumber;
      }
      return field.name().equals("EVENT_TYPE")
          ? column -> column.different() <= 100 && column.time() == null
          : column -> true;
    }

    /** As many as there may be, those first of which models can learn. */
    void keepTheOthers(List<String> ownFields) {
      Optional<SeenColumn> prose = prose();
      List<SeenColumn> others = open().toList();
      Set<SeenColumn> kept = new HashSet<>(others.stream()
          .sorted(comparing(column -> usefulness(kind(column, prose))))
          .limit(type.maxMetadataFields())
          .toList());
      others.stream()
          .filter(kept::contains)
          .forEach(column -> take(column, ownFields.get(column.place()), kind(column, prose)));
    }

    private static int usefulness(ColumnKind kind) {
      return switch (kind) {
        case CATEGORY, PROSE -> 0;
        case WHOLE_NUMBER, NUMBER, TRUTH -> 1;
        case TEXT -> 2;
      };
    }

    /** The description of an item: what is called so, else the longest text that is different nearly everywhere. */
    private Optional<SeenColumn> prose() {
      if (type != DatasetType.ITEMS
          || columns.stream().anyMatch(column -> column.kind() == ColumnKind.PROSE)) {
        return Optional.empty();
      }
      List<SeenColumn> texts = open()
          .filter(column -> column.kind() == Kind.TEXT && column.time() == null)
          .toList();
      return texts.stream()
          .filter(column -> Vocabulary.isDescription(column.name()))
          .findFirst()
          .or(() -> texts.stream()
              .filter(column -> column.longest() >= 60 && !column.isOfCategories())
              .max(comparing(SeenColumn::longest)));
    }

    private static ColumnKind kind(SeenColumn column, Optional<SeenColumn> prose) {
      return prose.filter(column::equals).isPresent() ? ColumnKind.PROSE : column.likelyKind();
    }

    private void take(SeenColumn column, String field, ColumnKind kind) {
      found.put(field, column);
      used.add(column.place());
      columns.add(column.as(field, kind));
    }

    Proposal proposal(@Nullable String eventType, String zone) {
      columns.sort(comparing(MappedColumn::place));
      return new Proposal(
          new FileMapping(
              List.copyOf(columns), found.containsKey("EVENT_TYPE") ? null : eventType, zone),
          Set.copyOf(guessed));
    }
  }
}
