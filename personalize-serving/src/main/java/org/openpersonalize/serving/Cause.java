// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.filter.Expression;
import org.openpersonalize.core.recommendation.Explanation;
import org.openpersonalize.core.recommendation.Explanation.Basis;
import org.openpersonalize.core.recommendation.Explanation.Candidate;
import org.openpersonalize.core.recommendation.Explanation.Place;
import org.openpersonalize.serving.ExplanationService.CauseFound;
import org.openpersonalize.serving.ExplanationService.ExcludingExpression;
import org.openpersonalize.serving.answer.Demand;
import org.openpersonalize.serving.filter.Selection;
import org.openpersonalize.serving.model.Deployment;

/** Why an item is not shown, in the order in which it is told. */
public enum Cause {
  /** The model does not know the item, and it has no record. */
  UNKNOWN_ITEM {
    @Override
    Optional<String> sentence(Absence absence) {
      return when(
          absence.candidate().isEmpty() && !absence.hasRecord(),
          "The item %s has no record, and %s does not know it. Check the id; a new item is known after the next training that has interactions with it."
              .formatted(absence.itemId(), absence.model()));
    }
  },

  /** Nothing was learned of the item, since nobody had taken it when the model was trained. */
  NO_INTERACTIONS {
    @Override
    Optional<String> sentence(Absence absence) {
      return when(
          absence.candidate().map(each -> !each.isLearned()).orElse(absence.hasRecord()),
          "The item %s had no interactions that count when %s was trained. Train a new version when it has some."
              .formatted(absence.itemId(), absence.model()));
    }
  },

  /** The filter does not let the item through. */
  FILTERED {
    @Override
    Optional<String> sentence(Absence absence) {
      return Optional.ofNullable(absence.demand().filter())
          .map(Selection::filterArn)
          .filter(
              filter -> absence.place().filter(place -> place.rank() == null).isPresent())
          .map(filter -> "The filter %s does not let the item %s through: %s."
              .formatted(filter, absence.itemId(), expressions(absence.excluding())));
    }

    private static String expressions(List<Expression> excluding) {
      return excluding.stream()
          .map(each -> "expression %d is %s".formatted(each.position(), each.text()))
          .collect(Collectors.joining("; "));
    }
  },

  /** Others are promoted, in whose places it would be. */
  PROMOTED_OTHERS {
    @Override
    Optional<String> sentence(Absence absence) {
      return absence
          .place()
          .filter(
              place -> place.rank() != null && place.rank() <= absence.demand().numResults())
          .map(place ->
              "The item %s has rank %d, but %d of the %d places are kept for what is promoted."
                  .formatted(
                      absence.itemId(),
                      place.rank(),
                      place.promoted(),
                      absence.demand().numResults()));
    }
  },

  /** Others are better. */
  BELOW_NUM_RESULTS {
    @Override
    Optional<String> sentence(Absence absence) {
      return absence
          .place()
          .filter(
              place -> place.rank() != null && place.rank() > absence.demand().numResults())
          .map(place ->
              "The item %s has rank %d with %s, and the last of the %d that are shown has %s."
                  .formatted(
                      absence.itemId(),
                      place.rank(),
                      rounded(place.score()),
                      absence.demand().numResults() - place.promoted(),
                      place.lastShown() == null ? "none" : rounded(place.lastShown())));
    }
  },

  /** Too little is known of the item, and it is too old to be explored. */
  TOO_OLD {
    @Override
    Optional<String> sentence(Absence absence) {
      return absence
          .tooOld()
          .map(created ->
              "The item %s, which few or none had taken, was created at %s. That is too long before the newest interaction for it to be explored; see explorationItemAgeCutOff."
                  .formatted(absence.itemId(), created));
    }
  },

  /** The user had the item, and the model has learned that such items are less likely. */
  SEEN {
    @Override
    Optional<String> sentence(Absence absence) {
      return absence
          .candidate()
          .map(Candidate::seenOffset)
          .filter(offset -> offset < 0)
          .map(offset -> "The user had the item %s already, which changes its score by %s."
              .formatted(absence.itemId(), rounded(offset)));
    }
  },

  /** The campaign's model does not look at the user. */
  SAME_FOR_EVERYBODY {
    @Override
    Optional<String> sentence(Absence absence) {
      return when(
          absence.explanation().basis() == Basis.EVERYBODY,
          "Everybody gets the same items by %s, whatever they did.".formatted(absence.model()));
    }
  },

  /** It is the item that was asked about, which is no answer. */
  ASKED_ABOUT {
    @Override
    Optional<String> sentence(Absence absence) {
      return when(
          absence.itemId().equals(absence.aboutItemId()),
          "The item %s is the one that was asked about.".formatted(absence.itemId()));
    }
  },

  /** Nothing is known to go with the item that was asked about. */
  NOTHING_RELATED {
    @Override
    Optional<String> sentence(Absence absence) {
      return when(
          absence.explanation().basis() == Basis.UNRELATED,
          "Nothing is known to go with the item %s by %s, and the most popular items are the answer."
              .formatted(absence.aboutItemId(), absence.model()));
    }
  },

  /** Nothing of use is known of the user, who gets the most popular items. */
  UNKNOWN_USER {
    @Override
    Optional<String> sentence(Absence absence) {
      return when(
          absence.explanation().basis() == Basis.STRANGER,
          "The user has no event that counts for %s, and gets the most popular items."
              .formatted(absence.model()));
    }
  };

  /**
   * What is known about an item that is not shown.
   *
   * @param aboutItemId the item that was asked about, null if it was a user
   * @param excluding the filter's expressions that keep it out
   * @param hasRecord is it in the Items dataset, though the model does not know it?
   * @param tooOld when it was created, if that is why it is not explored
   */
  record Absence(
      String itemId,
      @Nullable String aboutItemId,
      Deployment deployment,
      Demand demand,
      Explanation explanation,
      List<Expression> excluding,
      boolean hasRecord,
      Optional<Instant> tooOld) {

    private Optional<Candidate> candidate() {
      return Optional.ofNullable(explanation.candidate());
    }

    private Optional<Place> place() {
      return candidate().map(Candidate::place);
    }

    private String model() {
      return "the model of %s".formatted(deployment.deployable().trained());
    }
  }

  /** All that hold. */
  static List<CauseFound> of(Absence absence) {
    return Arrays.stream(values())
        .flatMap(cause -> cause
            .sentence(absence)
            .map(sentence -> new CauseFound(cause, sentence, cause.expressions(absence)))
            .stream())
        .toList();
  }

  /** The cause in words, empty if it does not hold. */
  abstract Optional<String> sentence(Absence absence);

  private @Nullable List<ExcludingExpression> expressions(Absence absence) {
    return this == FILTERED
        ? absence.excluding().stream()
            .map(each -> new ExcludingExpression(each.position(), each.text()))
            .toList()
        : null;
  }

  private static Optional<String> when(boolean holds, String sentence) {
    return holds ? Optional.of(sentence) : Optional.empty();
  }

  private static BigDecimal rounded(double score) {
    return BigDecimal.valueOf(score).round(new MathContext(4));
  }
}
