// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.recommendation;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.artifact.ModelSink;
import org.openpersonalize.core.artifact.ModelSource;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.cointeraction.CoInteractionFamily;
import org.openpersonalize.core.content.ContentVectors;
import org.openpersonalize.core.content.ItemRecords;
import org.openpersonalize.core.content.RecordVectors;
import org.openpersonalize.core.content.RecordWords;
import org.openpersonalize.core.context.SituatedPopularity;
import org.openpersonalize.core.evaluation.TestedUsers;
import org.openpersonalize.core.family.ActionPropensities;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.ItemVectors;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.UserAffinity;
import org.openpersonalize.core.matrix.ConfidenceRule;
import org.openpersonalize.core.matrix.FactorMatrix;
import org.openpersonalize.core.matrix.IdIndex;
import org.openpersonalize.core.popularity.PopularityModel;
import org.openpersonalize.core.ranking.Calibration;
import org.openpersonalize.core.ranking.CandidateScorer;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.ranking.PastEvent;
import org.openpersonalize.core.ranking.Promotion;
import org.openpersonalize.core.ranking.Query;
import org.openpersonalize.core.ranking.Ranker;
import org.openpersonalize.core.ranking.Ranker.Ranked;
import org.openpersonalize.core.ranking.Recommendations;
import org.openpersonalize.core.ranking.Relation;
import org.openpersonalize.core.ranking.Slot;
import org.openpersonalize.core.ranking.Wish;
import org.openpersonalize.core.recipe.Recipe;
import org.openpersonalize.core.recipe.Recipe.Output;
import org.openpersonalize.core.recommendation.Explanation.Basis;
import org.openpersonalize.core.recommendation.Explanation.Candidate;
import org.openpersonalize.core.recommendation.Explanation.Place;
import org.openpersonalize.core.recommendation.Explanation.Score;
import org.openpersonalize.core.recommendation.ModelManifest.Counts;

/**
 * A model that answers questions; immutable and safe for any number of threads.
 *
 * <p>Where the model has nothing to go by, a user without an event that counts or an item that it does not know, the most
 * popular items are the answer, in the situation of the question if that is known to tell.
 */
public final class RecommendationModel {
  private final RecommendationParts parts;
  private final ModelParameters parameters;
  private final IdIndex items;
  private final Object numbering =
      new Object(); // under which histories are kept, so that they keep no model
  private final PopularityModel popularity;
  private final SituatedPopularity strangers;
  private final @Nullable Model model; // null where it is nothing but the popularity
  private final @Nullable ContentVectors content;
  private final @Nullable NewItems newItems;
  private final Ranker ranker;
  private final Recipe recipe;

  /** @param learned what answers in the place of the model that was trained, of all items; null if nothing does */
  private RecommendationModel(
      RecommendationParts parts, @Nullable NewItems others, @Nullable Model learned) {
    this.parts = parts;
    this.recipe = parts.recipe();
    this.parameters = parts.fitted().parameters();
    this.content = parts.fitted().content();
    this.newItems = others;
    IdIndex own = parts.catalogue().items();
    PopularityModel ownPopularity = parts.catalogue().popularity();
    Model answering = parts.answering();
    this.items = others == null ? own : own.followedBy(others.ids());
    this.popularity = others == null ? ownPopularity : ownPopularity.withItems(items.size());
    this.strangers = parts.fitted().context().within(popularity);
    if (learned != null) {
      this.model = learned;
    } else {
      this.model =
          others == null || answering == null ? answering : answering.followedBy(others.vectors());
    }
    Calibration calibration = parts.manifest().assessment().calibration();
    this.ranker = calibration == null || recipe.type().isAboutItems()
        ? Ranker.BY_SCORE
        : new Ranker(calibration);
  }

  /** A model made of its parts. */
  public static RecommendationModel of(RecommendationParts parts) {
    return new RecommendationModel(parts, null, null);
  }

  /**
   * Reads a model's files and verifies their checksums.
   *
   * @throws org.openpersonalize.core.artifact.UnreadableModelException if they are incomplete, altered or of another
   *     format
   */
  public static RecommendationModel load(ModelSource source) throws IOException {
    return load(source, ModelFamilies.ALL);
  }

  /** As {@link #load(ModelSource)}, of one of some families. */
  public static RecommendationModel load(ModelSource source, Families families) throws IOException {
    return of(ModelFiles.read(source, families));
  }

  /** Writes the model's files, the manifest last. */
  void write(ModelSink sink) throws IOException {
    write(sink, null);
  }

  /**
   * The same with what is known of its tests.
   *
   * @param tested how well it did for each user it was tested by, which is no part of the model and is not read with it; null if
   *     nobody asked
   */
  void write(ModelSink sink, @Nullable TestedUsers tested) throws IOException {
    ModelWriter writer = new ModelWriter(sink);
    ModelFiles.write(writer, parts.catalogue(), parts.fitted());
    if (tested != null) {
      TestedUsersFile.write(writer, tested);
    }
    manifest().write(writer);
  }

  /** What the model's files say about it. */
  public ModelManifest manifest() {
    return parts.manifest();
  }

  /** The recipe it was trained for. */
  public Recipe recipe() {
    return recipe;
  }

  /**
   * Where items belong that came after the training.
   *
   * @return a vector each, [items, K]; zero for one without a record, and for all if nothing was learned of records
   */
  public FactorMatrix place(ItemRecords others) {
    if (content != null) {
      return content.of(others);
    }
    return parts.fitted().model() instanceof RecordVectors records
        ? records.of(others)
        : new FactorMatrix(others.size(), vectorLength());
  }

  /** K, the length of the vectors by which it knows items; 0 if it knows them otherwise. */
  public int vectorLength() {
    return model == null ? 0 : model.itemVectors().map(ItemVectors::rank).orElse(0);
  }

  /**
   * The same model with items behind its own that came after it was trained. All others score as before; a new one scores by
   * its vector, and by what knows items by no vectors as one that nobody took.
   */
  public RecommendationModel followedBy(NewItems others) {
    return new RecommendationModel(parts, others, null);
  }

  /** Learns of events between trainings, from where this one's ended; empty if it learns nothing of them. */
  public Optional<EventLearning> eventLearning() {
    Model trained = parts.fitted().model();
    return trained == null
        ? Optional.empty()
        : trained.onlineLearner().map(learner -> new EventLearning(this, learner));
  }

  /** The same model, answering by what was learned of events. */
  RecommendationModel answering(Model learned) {
    return new RecommendationModel(parts, newItems, learned);
  }

  /** What it says of its users, empty if it knows none. */
  public Optional<UserAffinity> userAffinity() {
    return Optional.ofNullable(parts.fitted().model()).flatMap(Model::userAffinity);
  }

  /** Which events count, and how much. */
  public ConfidenceRule events() {
    return manifest().lesson().confidenceRule();
  }

  /** How many of a user's newest events are of use. */
  public int historyLength() {
    return events().historyLength();
  }

  /** How many users had taken an item when it was trained. */
  public int users(int item) {
    return popularity.users()[item];
  }

  /** Did an item come after it was trained? */
  public boolean isNew(int item) {
    return item >= items.first().size();
  }

  /**
   * Is anything known of an item but its id: had somebody taken it, does its record say where it belongs, or was it learned of
   * events? All others score 0, whoever asks.
   */
  public boolean isLearned(int item) {
    return users(item) > 0
        || !parameters.isPersonal()
            && model != null
            && model.scorer(Query.ANYBODY).score(item) > 0
        || model != null
            && model.itemVectors().filter(vectors -> vectors.isPlaced(item)).isPresent();
  }

  /** The newest interaction that it was trained with, or the moment of the training if that is not known. */
  public Instant newestInteraction() {
    return Objects.requireNonNullElse(
        manifest().lesson().newestInteraction(), manifest().origin().creationDateTime());
  }

  /** The items the model knows, by the numbers that an {@link ItemFilter} is asked about. */
  public IdIndex items() {
    return items;
  }

  /** Bytes held in memory. */
  public long sizeInBytes() {
    return items.sizeInBytes()
        + popularity.sizeInBytes()
        + (model == null ? 0 : model.sizeInBytes())
        + (content == null ? 0 : content.sizeInBytes())
        + parts.fitted().context().sizeInBytes();
  }

  /**
   * The given items in order, those that the model does not know last and in the order given. Without a list, what the
   * recipe's type is about: what goes with an item, or what the user most likely takes next, among it what the user already
   * had.
   *
   * @return with the probability of each, which sum to 1 over the catalogue, or over the list that was given; without for
   *     recipes that have none, where the model is nothing but the popularity or has no calibration, and for unknown items
   */
  public Recommendations answer(Question question, Wish wish) {
    Reading reading = numbered(question);
    Query query = query(question, reading.history());
    List<String> inputList = question.topic().inputList();
    if (inputList != null) {
      return ordered(inputList, reading, query, wish);
    }
    return recipe.type().isAboutItems()
        ? related(question.topic().itemId(), reading, query, wish)
        : new Recommendations(list(reading, query, wish, isOfUse(query)));
  }

  /**
   * The {@linkplain #answer answers} to several questions, with a wish for each, which by many families takes much less time than
   * one by one. Probabilities of a catalogue so large that one answer is screened differ by up to a hundredth. A factorization has the same items in the same order; where another
   * family adds up in another order than for one, those that are as good as each other may change places.
   */
  public List<Recommendations> answers(List<Question> questions, List<Wish> wishes) {
    Recommendations[] answers = new Recommendations[questions.size()];
    List<Integer> together = new ArrayList<>();
    List<Query> queries = new ArrayList<>();
    for (int n = 0; n < answers.length; n++) {
      Query query = query(questions.get(n));
      if (questions.get(n).topic().inputList() == null
          && !recipe.type().isAboutItems()
          && isOfUse(query)) {
        together.add(n);
        queries.add(query);
      } else {
        answers[n] = answer(questions.get(n), wishes.get(n));
      }
    }
    List<Wish> theirs = together.stream().map(wishes::get).toList();
    List<Recommendations> answered = model == null
        ? together.stream().map(n -> answer(questions.get(n), wishes.get(n))).toList()
        : recommended(model, queries, theirs);
    for (int place = 0; place < answered.size(); place++) {
      answers[together.get(place)] = answered.get(place);
    }
    return List.of(answers);
  }

  private List<Recommendations> recommended(
      Model answering, List<Query> queries, List<Wish> wishes) {
    int most = answering.usersTogether();
    List<Recommendations> all = new ArrayList<>(queries.size());
    for (int from = 0; from < queries.size(); from += most) {
      int to = Math.min(from + most, queries.size());
      List<Query> some = queries.subList(from, to);
      List<Ranked> ranked =
          ranker.answers(answering.batchScorer(some), some, wishes.subList(from, to));
      for (int user = 0; user < ranked.size(); user++) {
        all.add(new Recommendations(items(ranked.get(user), wishes.get(from + user))));
      }
    }
    return all;
  }

  /**
   * How likely the user of a question is to take the actions that there were at the training, if they are offered now.
   *
   * @param offers what the user made of actions lately, by their ids and in any order
   * @throws IllegalArgumentException if the recipe is not about actions
   */
  public ActionScores actions(Question question, List<PastEvent> offers) {
    ActionPropensities known = parts.fitted().model() == null
        ? null
        : parts.fitted().model().actionPropensities().orElse(null);
    if (known == null) {
      throw new IllegalArgumentException("%s is not about actions".formatted(recipe.name()));
    }
    return new ActionScores(
        known.actions(),
        known.propensities(query(question), offers, question.now()),
        known.offered(),
        known.taken());
  }

  /**
   * How an item comes to its place in the {@linkplain #answer answer} to a question, or to none in it. A list that the question
   * has is not looked at: the place is among all items.
   *
   * <p>Puts the whole catalogue in order, which takes many times as long as an answer.
   */
  public Explanation explain(Question question, String itemId, Wish wish) {
    Query query = query(question);
    if (recipe.type().isAboutItems()) {
      return explainRelated(question, query, itemId, wish);
    }
    Judge judge = model != null && isOfUse(query)
        ? new Judge(model, query, ranker)
        : new Judge(strangers.in(question.context()), Query.ANYBODY, Ranker.BY_SCORE);
    OptionalInt item = items.find(itemId);
    CountedEvents events =
        numbered(question).history().counted(events(), question.now().toEpochMilli());
    return new Explanation(
        basis(judge), item.isEmpty() ? null : candidate(item.getAsInt(), judge, events, wish));
  }

  private Explanation explainRelated(Question question, Query query, String itemId, Wish wish) {
    String about = question.topic().itemId();
    OptionalInt seed = about == null ? OptionalInt.empty() : items.find(about);
    OptionalInt item = items.find(itemId);
    Judge judge = seed.isPresent() && model != null && model.relates(seed.getAsInt())
        ? new Judge(model, query.about(seed.getAsInt()), Ranker.BY_SCORE)
        : new Judge(strangers.in(question.context()), Query.ANYBODY, Ranker.BY_SCORE);
    Wish others = seed.isPresent() ? wish.without(seed.getAsInt()) : wish;
    return new Explanation(
        judge.query().hasItem() ? Basis.RELATED : Basis.UNRELATED,
        item.isEmpty() ? null : related(item.getAsInt(), judge, others));
  }

  private Candidate related(int item, Judge judge, Wish wish) {
    CandidateScorer scorer = judge.model().scorer(judge.query());
    Ranked all = judge.ranker().answer(scorer, judge.query(), Wish.all());
    float score = scorer.score(item);
    List<Relation> relations =
        judge.query().hasItem() ? judge.model().relations(judge.query(), item) : List.of();
    double told = relations.stream().mapToDouble(Relation::amount).sum();
    return new Candidate(
        popularity.users()[item] > 0 || score != 0,
        new Score(score, List.of(), score - told),
        relations,
        null,
        null,
        Place.of(all, item, wish));
  }

  /**
   * How many times as often two items meet as they would by chance; empty if what was counted are not users.
   *
   * @param met as {@link #explain} tells it
   */
  public OptionalDouble lift(Relation.Meetings met) {
    Counts counts = manifest().lesson().counts();
    return parameters.family() == CoInteractionFamily.OF_BASKETS || met.together() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(met.lift(counts.users()));
  }

  /** The words that the texts of two items have in common, see {@link RecordWords}; none by models that read no texts. */
  public List<Relation.Shared> sharedWords(ItemRecords both) {
    return parts.fitted().model() instanceof RecordWords words
        ? words.sharedWords(both)
        : List.of();
  }

  /** Who puts the items in order. */
  private record Judge(Model model, Query query, Ranker ranker) {}

  private Basis basis(Judge judge) {
    if (!parameters.isPersonal()) {
      return Basis.EVERYBODY;
    }
    return judge.model() == model ? Basis.HISTORY : Basis.STRANGER;
  }

  private Candidate candidate(int item, Judge judge, CountedEvents events, Wish wish) {
    CandidateScorer scorer = judge.model().scorer(judge.query());
    Ranked all = judge.ranker().answer(scorer, judge.query(), Wish.all());
    return new Candidate(
        popularity.users()[item] > 0 || scorer.score(item) != 0,
        events.score(scorer.score(item), judge.model().explain(judge.query(), item)),
        List.of(),
        judge.query().profile().contains(item) ? seenOffset() : null,
        hasScores() ? probability(item, judge, all) : null,
        Place.of(all, item, wish));
  }

  private double probability(int item, Judge judge, Ranked all) {
    return judge.model() instanceof PopularityModel popular
        ? popular.share(item)
        : all.probabilities()[all.place(item)];
  }

  private double seenOffset() {
    Calibration calibration = manifest().assessment().calibration();
    return calibration == null ? 0 : calibration.seenOffset();
  }

  private Recommendations related(
      @Nullable String itemId, Reading reading, Query query, Wish wish) {
    OptionalInt seed = itemId == null ? OptionalInt.empty() : items.find(itemId);
    if (seed.isEmpty()) {
      return new Recommendations(list(reading, query, wish, false));
    }
    int item = seed.getAsInt();
    return new Recommendations(
        list(reading, query.about(item), wish.without(item), model != null && model.relates(item)));
  }

  private Recommendations ordered(List<String> inputList, Reading reading, Query query, Wish wish) {
    Set<String> distinct = new LinkedHashSet<>(inputList);
    List<String> unknown = new ArrayList<>();
    int[] known = new int[distinct.size()];
    int count = 0;
    for (String id : distinct) {
      OptionalInt item = items.find(id);
      if (item.isPresent()) {
        known[count++] = item.getAsInt();
      } else {
        unknown.add(id);
      }
    }
    Query among = query.among(Arrays.copyOf(known, count));
    List<Recommendations.Item> list = list(reading, among, wish, isOfUse(query));
    unknown.forEach(id -> list.add(new Recommendations.Item(id, null)));
    return new Recommendations(list);
  }

  /**
   * Has the model something to go by? One that looks at the user has not, if the user has nothing but items that nobody had
   * taken when it was trained, and of which nothing was learned.
   */
  private boolean isOfUse(Query query) {
    return !parameters.isPersonal() || hasLearnedOf(query.seen());
  }

  private boolean hasLearnedOf(int[] seen) {
    for (int item : seen) {
      if (popularity.users()[item] > 0 || isPlaced(item)) {
        return true;
      }
    }
    return false;
  }

  /** Has it a vector though nobody had taken it, and came after the training? */
  private boolean isPlaced(int item) {
    return newItems != null
        && isNew(item)
        && newItems.isPlaced(item - items.first().size());
  }

  /** By the model if it has something to go by, or else by popularity. */
  private List<Recommendations.Item> list(
      Reading reading, Query query, Wish wish, boolean hasSomethingToGoBy) {
    if (model == null || !hasSomethingToGoBy) {
      return mostPopular(query, wish);
    }
    Supplier<CandidateScorer> computed = () -> model.scorer(query);
    CandidateScorer scorer = goesByHistoryAlone(query) ? reading.scorer(computed) : computed.get();
    return items(ranker.answer(scorer, query, wish), wish);
  }

  /** Are the model's scores the same whenever a user with the same history asks? */
  private boolean goesByHistoryAlone(Query query) {
    return parameters.isPersonal()
        && !query.hasItem()
        && query.context().isEmpty()
        && query.influence().isNone();
  }

  private List<Recommendations.Item> items(Ranked ranked, Wish wish) {
    List<Recommendations.Item> list = new ArrayList<>(ranked.size());
    for (int rank = 0; rank < ranked.size(); rank++) {
      list.add(item(ranked, rank, ranked.probabilities()[rank], wish, List.of()));
    }
    return list;
  }

  private List<Recommendations.Item> mostPopular(Query query, Wish wish) {
    Query anybody = query.hasCandidates() ? Query.ANYBODY.among(query.candidates()) : Query.ANYBODY;
    PopularityModel popular = strangers.in(query.context());
    double total = query.hasCandidates() ? shareOf(query.candidates(), popular) : 1;
    Ranked ranked = Ranker.BY_SCORE.answer(popular, anybody, wish);
    List<Recommendations.Item> list = new ArrayList<>(ranked.size());
    for (int rank = 0; rank < ranked.size(); rank++) {
      double share = popular.share(ranked.items()[rank]) / total;
      list.add(item(ranked, rank, share, wish, List.of(Recommendations.POPULAR)));
    }
    return list;
  }

  /** Not zero, so that items nobody took have a share of zero and not none. */
  private static double shareOf(int[] candidates, PopularityModel popular) {
    return Math.max(
        Double.MIN_NORMAL, Arrays.stream(candidates).mapToDouble(popular::share).sum());
  }

  private Recommendations.Item item(
      Ranked ranked, int rank, double probability, Wish wish, List<String> reasons) {
    Slot slot = ranked.slots()[rank];
    Promotion promotion = slot == Slot.PROMOTED ? wish.promotion() : null;
    return new Recommendations.Item(
        items.id(ranked.items()[rank]),
        hasScores() ? probability : null,
        slot,
        promotion == null ? null : promotion.name(),
        recipe.answers(Output.REASONS) ? reasons(slot, reasons) : List.of(),
        Map.of());
  }

  private static List<String> reasons(Slot slot, List<String> others) {
    return switch (slot) {
      case PROMOTED -> List.of(Recommendations.PROMOTED);
      case EXPLORED -> List.of(Recommendations.EXPLORATION);
      case BEST -> others;
    };
  }

  private boolean hasScores() {
    return recipe.answers(Output.SCORES)
        && model != null
        && manifest().assessment().calibration() != null;
  }

  private Query query(Question question) {
    return query(question, numbered(question).history());
  }

  private static Query query(Question question, NumberedHistory history) {
    return Query.of(history.profile(), history.order())
        .in(question.context())
        .influenced(question.influence());
  }

  private Reading numbered(Question question) {
    long now = question.now().toEpochMilli();
    return question
        .history()
        .numbered(
            numbering,
            now,
            () -> NumberedHistory.of(question.history().events(), items, events(), now));
  }
}
