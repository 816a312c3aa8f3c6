// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Input;
import org.openpersonalize.core.recipe.Recipe.Output;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.theme.Theme;
import org.openpersonalize.core.theme.ThemeFinder;
import org.openpersonalize.core.wire.OutputLine;
import org.openpersonalize.serving.answer.Answering;
import org.openpersonalize.serving.answer.Answering.Asking;
import org.openpersonalize.serving.answer.Answering.Outcome;
import org.openpersonalize.serving.answer.Asked;
import org.openpersonalize.serving.answer.Demand;
import org.openpersonalize.serving.filter.Selection;
import org.openpersonalize.serving.model.Deployment;

/** What a request of the same would be answered: the items of a user, with an item, or of a list in order. */
final class InferenceAnswer implements LineAnswer {
  private static final int DEFAULT_RESULTS = 25;
  private static final int MOST_ITEMS = 500;
  private static final int LINES = 512; // four times as many as models are asked together

  private final Deployment deployment;
  private final Answering answering;
  private final Request request;
  private final @Nullable ThemeFinder themes;

  /**
   * What is the same for all lines.
   *
   * @param filter of the items, null if all may be shown
   * @param numResults items of a line at most; null for as many as there are by default, which of a list is all
   * @param mostLines of a file
   */
  record Request(@Nullable Arn filter, @Nullable Integer numResults, int mostLines) {}

  /** @param themes finds what an answer's items have in common; null if nobody asks */
  InferenceAnswer(
      Deployment deployment, Answering answering, Request request, @Nullable ThemeFinder themes) {
    this.themes = themes;
    this.deployment = deployment;
    this.answering = answering;
    this.request = request;
  }

  /**
   * What an answer with a theme holds.
   *
   * @param itemsThemeRelevanceScores of the same items, which stand in their order
   */
  private record Themed(
      List<String> recommendedItems, String theme, List<Double> itemsThemeRelevanceScores) {
    static Themed of(Theme theme) {
      return new Themed(
          theme.members().stream().map(Theme.Member::itemId).toList(),
          theme.title(),
          theme.members().stream().map(Theme.Member::relevance).toList());
    }
  }

  /**
   * A line that was understood, or why it was not.
   *
   * @param input as it stands in the answer
   */
  private record Line(
      Object input, @Nullable Asking asking, @Nullable PersonalizeException refused) {}

  @Override
  public int linesAtOnce() {
    return LINES;
  }

  @Override
  public int mostLines() {
    return request.mostLines();
  }

  @Override
  public List<byte[]> of(List<String> lines) {
    List<Line> understood = lines.stream().map(this::understood).toList();
    List<Asking> askings =
        understood.stream().map(Line::asking).filter(Objects::nonNull).toList();
    Set<String> users = askings.stream()
        .map(asking -> asking.asked().userId())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
    Iterator<Outcome> outcomes =
        answering.forUsers(deployment, users).answers(askings).iterator();
    return understood.stream()
        .map(line -> line.refused() == null
            ? written(line.input(), outcomes.next())
            : OutputLine.refused(line.input(), line.refused()))
        .toList();
  }

  private byte[] written(Object input, Outcome outcome) {
    Recommendations items = outcome.answer();
    if (items == null) {
      return OutputLine.refused(input, Objects.requireNonNull(outcome.refused()));
    }
    boolean telling = deployment.recipe().answers(Output.REASONS);
    return themes == null
        ? OutputLine.answered(input, json -> items.write(json, telling))
        : OutputLine.answered(input, Themed.of(themes.of(items.itemIds())));
  }

  private Line understood(String text) {
    Object input = text;
    try {
      InputLine parsed = InputLine.parse(text, example());
      input = parsed.json();
      Asked asked = asked(parsed);
      return new Line(input, new Asking(asked, demand(parsed, asked)), null);
    } catch (PersonalizeException e) {
      return new Line(input, null, e);
    }
  }

  private String example() {
    Recipe recipe = deployment.recipe();
    if (recipe.needs(Input.LIST)) {
      return "{\"userId\": \"u\", \"itemList\": [\"a\", \"b\"]}";
    }
    return recipe.needs(Input.ITEM) ? "{\"itemId\": \"a\"}" : "{\"userId\": \"u\"}";
  }

  private Asked asked(InputLine line) {
    Recipe recipe = deployment.recipe();
    require(line, recipe.needs(Input.USER), "userId");
    require(line, recipe.needs(Input.ITEM), "itemId");
    Asked asked = Asked.of(line.id("userId"), line.id("itemId")).in(line.texts("context"));
    return recipe.needs(Input.LIST) ? asked.among(line.ids("itemList", MOST_ITEMS)) : asked;
  }

  private static void require(InputLine line, boolean isNeeded, String member) {
    if (isNeeded && line.id(member) == null) {
      throw ErrorCode.INVALID_INPUT.because(
          "The line has no %s. Write one such as %s".formatted(member, line.example()));
    }
  }

  private Demand demand(InputLine line, Asked asked) {
    Demand demand = request.numResults() == null && asked.inputList() != null
        ? Demand.all()
        : Demand.best(Objects.requireNonNullElse(request.numResults(), DEFAULT_RESULTS));
    return demand.filtered(selection(line)).promoting(null, seed(asked));
  }

  private @Nullable Selection selection(InputLine line) {
    Map<String, String> values = line.filterValues();
    if (request.filter() == null) {
      if (!values.isEmpty()) {
        throw ErrorCode.INVALID_INPUT.because(
            "filterValues are for a filter, and the job has none. Create one with filterArn.");
      }
      return null;
    }
    return new Selection(request.filter(), values);
  }

  /** Which new items are explored differs from line to line, and not when the job is run again. */
  private long seed(Asked asked) {
    return 31L * deployment.arn().toString().hashCode()
        + Objects.hash(asked.userId(), asked.itemId());
  }
}
