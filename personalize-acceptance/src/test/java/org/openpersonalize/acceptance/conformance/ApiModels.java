// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the API's models say of the answers of its operations, by the list that {@code tools/api-contract.py} made of them. */
final class ApiModels {
  private static final Path CONTRACT =
      Path.of("..", "personalize-api", "src", "test", "resources", "api-contract.txt");
  private static final JsonMapper JSON = new JsonMapper();

  /** Where the models are wrong: they have the role that a job was given for an ARN of the API, and its request has not. */
  private static final Set<String> WRONG =
      Set.of("datasetImportJob.roleArn", "datasetExportJob.roleArn");

  private static final ApiModels OF_THIS_VERSION = new ApiModels();

  private final Map<String, AnswerShape> answers = new LinkedHashMap<>();

  private ApiModels() {
    try {
      for (String line : Files.readAllLines(CONTRACT)) {
        String[] cells = line.split("\t");
        AnswerShape answer = answers.computeIfAbsent(
            cells[0], first -> new AnswerShape("structure", JSON.createObjectNode()));
        if (cells[1].equals("out")) {
          String limits = WRONG.contains(cells[2]) ? "{}" : cells[4];
          answer.add(cells[2], new AnswerShape(cells[3], JSON.readTree(limits)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ApiModels get() {
    return OF_THIS_VERSION;
  }

  /** The names of all operations. */
  Set<String> operations() {
    return answers.keySet();
  }

  /** What an answer has that the models do not, and what it lacks; each a sentence without values of its own. */
  List<String> faults(String operation, byte[] answer) {
    List<String> faults = new ArrayList<>();
    AnswerShape shape = answers.get(operation);
    if (shape == null) {
      faults.add("The models have no such operation");
    } else if (answer.length > 0) {
      try {
        shape.check(JSON.readTree(answer), "", "", faults::add);
      } catch (JacksonException e) {
        faults.add("The answer is no JSON: " + e.getOriginalMessage());
      }
    }
    return faults;
  }
}
