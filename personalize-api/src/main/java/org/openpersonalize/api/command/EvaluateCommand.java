// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.command.ModelEvaluation.NextItem;
import org.openpersonalize.api.command.ModelEvaluation.Records;
import org.openpersonalize.api.command.ModelEvaluation.Task;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.recommendation.ModelFamilies;
import org.openpersonalize.core.resource.PersonalizeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a model on a file and says how well it finds what was held back; starts no server. */
@Command(
    name = "evaluate",
    description =
        "Train a model on a CSV file and measure it by one of eight protocols, without a server.",
    footer = {
      "",
      "Files have a header with USER_ID and ITEM_ID, and TIMESTAMP in epoch seconds",
      "where time matters; they may be gzipped. docs/evaluation.md defines protocols",
      "and metrics."
    })
public final class EvaluateCommand implements Callable<Integer> {
  static final String AUTO = "auto";

  @Spec
  private CommandSpec spec;

  @Option(
      names = "--interactions",
      paramLabel = "FILE",
      required = true,
      description = "The interactions, the training part of them with given-test.")
  private Path interactions;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "What is to be found, for given-test and next-item; for prefix the beginnings of"
              + " sessions, SESSION with items separated by spaces, and TARGET.")
  private @Nullable Path test;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = "given-test (the default with --test), leave-last-out, next-item, prefix,"
          + " time-split, related-items or personalize (the default without).")
  private @Nullable String protocol;

  @Option(
      names = "--repeats",
      description = "With next-item: items that a user had may be recommended again.")
  private boolean repeats;

  @Option(
      names = "--hold-validation",
      description =
          "With next-item: what the choice is validated by is not trained on afterwards, as"
              + " papers do.")
  private boolean holdsValidation;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = AUTO,
      description = "als, ease, item-item, sequential-rules, session-neighbours, repeats,"
          + " attribute-neighbours, sequence-encoder, cold-start, popularity, blend, sims, baskets, trends, or auto to search for the best"
          + " of them (${DEFAULT-VALUE}).")
  private String recipe;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A setting of the recipe, such as factors=128; may be repeated.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--cold-items",
      paramLabel = "SHARE",
      description = "Measure how well the newest items, such as 0.1 of all, are found by what their"
          + " records say, by a model that was trained before they came.")
  private @Nullable Double coldItems;

  @Option(
      names = "--items",
      paramLabel = "FILE",
      description = "The items' records, for --cold-items and for recipes that look at attributes.")
  private @Nullable Path items;

  @Option(
      names = "--items-schema",
      paramLabel = "FILE",
      description = "The schema of the items' records.")
  private @Nullable Path itemsSchema;

  @Option(
      names = "--context",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Measure what it gains to know these columns of the interactions, such as DEVICE,"
              + " of the situation in which a user asks.")
  private List<String> context = List.of();

  @Option(
      names = "--at",
      paramLabel = "K",
      split = ",",
      defaultValue = "10,20",
      description = "Lengths of the lists that are judged (${DEFAULT-VALUE}).")
  private List<Integer> cutOffs;

  @Option(
      names = "--half-life",
      paramLabel = "DAYS",
      description =
          "How much older than a user's newest interaction another one is that counts half;"
              + " 0 for none (30 where time stamps differ, as in the service).")
  private @Nullable Double halfLifeDays;

  @Option(
      names = "--json",
      description = "Print one JSON object on one line of standard output and all else on standard"
          + " error.")
  private boolean json;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything that is drawn by lot (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to use (one per processor); results do not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter errors = spec.commandLine().getErr();
    EvaluationRun evaluation = evaluation(errors);
    try {
      EvaluationFindings result = evaluation.run();
      out.println(json ? result.json() : result.table());
      out.flush();
      return ExitCode.OK;
    } catch (PersonalizeException | IOException e) {
      errors.println(e.getMessage());
      return ExitCode.SOFTWARE;
    } catch (OutOfMemoryError e) {
      errors.println(
          "The heap of %d MiB is too small for this; give it more with PERSONALIZE_JAVA_OPTS=-Xmx4g"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
      return ExitCode.SOFTWARE;
    }
  }

  /** What the options ask for, all of them checked before any file is read. */
  private EvaluationRun evaluation(PrintWriter errors) {
    for (int cutOff : cutOffs) {
      check(cutOff >= 1 && cutOff <= 1000, "--at must name lengths from 1 to 1000");
    }
    check(threads >= 1, "--threads must be at least 1");
    check(halfLifeDays == null || halfLifeDays >= 0, "--half-life must not be negative");
    EvaluationSetting setting = new EvaluationSetting(
        interactions,
        List.copyOf(new TreeSet<>(cutOffs)),
        halfLifeDays == null ? null : Duration.ofSeconds(Math.round(86_400 * halfLifeDays)),
        seed,
        threads,
        errors);
    if (coldItems != null) {
      return ofColdItems(coldItems, setting);
    }
    return context.isEmpty() ? ofModel(setting) : ofContext(setting);
  }

  private ModelEvaluation ofModel(EvaluationSetting setting) {
    check((items == null) == (itemsSchema == null), "--items and --items-schema go together");
    Protocol chosen = protocol();
    check(
        test != null || !chosen.needsTest(),
        "The protocol %s needs --test FILE".formatted(chosen.word()));
    check(
        test == null || chosen.takesTest(),
        "--test goes with the protocols given-test, next-item and prefix only");
    check(
        chosen == Protocol.NEXT_ITEM || !repeats && !holdsValidation,
        "--repeats and --hold-validation go with the protocol next-item");
    Records records = items == null || itemsSchema == null ? null : new Records(items, itemsSchema);
    Task task = new Task(chosen, test, new NextItem(repeats, holdsValidation), records);
    return new ModelEvaluation(task, parameters(), setting);
  }

  private ColdItemEvaluation ofColdItems(double share, EvaluationSetting setting) {
    check(share > 0 && share < 1, "--cold-items must be a share between 0 and 1");
    check(
        protocol == null && test == null && context.isEmpty(),
        "--cold-items is a protocol of its own");
    ModelParameters parameters = parameters();
    if (items == null || itemsSchema == null) {
      throw wrong("--cold-items needs --items FILE and --items-schema FILE");
    }
    if (parameters == null) {
      throw wrong("--cold-items needs a --recipe that knows items by vectors, such as als");
    }
    return new ColdItemEvaluation(share, items, itemsSchema, parameters, setting);
  }

  private ContextEvaluation ofContext(EvaluationSetting setting) {
    check(items == null && itemsSchema == null, "--items and --items-schema are not for --context");
    check(protocol == null && test == null, "--context is a protocol of its own");
    ModelParameters parameters = parameters();
    if (parameters == null || parameters.isBaseline()) {
      throw wrong("--context needs a --recipe that looks at the user, such as als");
    }
    return new ContextEvaluation(context, parameters, setting);
  }

  private Protocol protocol() {
    if (protocol == null) {
      return test == null ? Protocol.PERSONALIZE : Protocol.GIVEN_TEST;
    }
    return Protocol.named(protocol)
        .orElseThrow(() -> wrong("There is no protocol '%s', only %s"
            .formatted(protocol, String.join(", ", Protocol.names()))));
  }

  /** The recipe's parameters with its settings, null if they are to be searched for. */
  private @Nullable ModelParameters parameters() {
    if (recipe.equals(AUTO)) {
      check(
          settings.isEmpty(), "--set goes with a recipe; auto finds the settings of all by itself");
      return null;
    }
    try {
      ModelParameters parameters = ModelFamilies.ALL.named(recipe).defaults();
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        parameters = parameters.with(setting.getKey(), setting.getValue());
      }
      return parameters;
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private void check(boolean isRight, String sentence) {
    if (!isRight) {
      throw wrong(sentence);
    }
  }

  private ParameterException wrong(@Nullable String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
