// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openpersonalize.api.config.RootCredentials;
import org.openpersonalize.api.embedded.ObjectStoreEndpoint;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeevents.model.Event;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.services.personalizeruntime.model.PredictedItem;
import software.amazon.awssdk.services.s3.S3Client;

/** The story the demo tells: import, train, deploy, recommend, and see a list change with the next events. */
final class Demo {
  private static final String SHOP = "online-retail";
  private static final int SHOWN = 5;

  /** A model that is trained, by the name the demo gives it. */
  private record Trained(String name, String recipe) {}

  /** The first one is served, the others are trained to be compared with it. */
  private static final List<Trained> MODELS = List.of(
      new Trained("blend", "aws-user-personalization-v2"),
      new Trained("factorization", "aws-user-personalization"),
      new Trained("popularity", "aws-popularity-count"));

  /** Who likes lunch bags, who bakes, and who decorates for Christmas. */
  private static final List<String> CUSTOMERS = List.of("13470", "13826", "17538");

  /** What the first customer then takes an interest in: Christmas decorations. */
  private static final List<String> NEW_INTERESTS = List.of("22578", "22577", "22579", "22910");

  private final Terminal terminal;
  private final Stages stages;
  private final Server server;
  private final OnlineRetail shop = new OnlineRetail();

  /**
   * Where the service is and how to get in.
   *
   * @param account what the ARNs of the account's resources start with, up to and with its number
   * @param credentials the file that holds the root user's keys
   * @param bucket the users' bucket of the object store
   */
  record Server(
      URI endpoint,
      String region,
      String account,
      RootCredentials root,
      Path credentials,
      ObjectStoreEndpoint objectStore,
      String bucket) {}

  /**
   * What has been made.
   *
   * @param versions the ARN of each model's solution version, by the name the demo gives the model
   */
  private record Resources(String trackingId, String campaign, Map<String, String> versions) {}

  Demo(Terminal terminal, Stages stages, Server server) {
    this.terminal = terminal;
    this.stages = stages;
    this.server = server;
  }

  void run() {
    try (PersonalizeClient personalize = signed(PersonalizeClient.builder());
        PersonalizeRuntimeClient runtime = signed(PersonalizeRuntimeClient.builder());
        PersonalizeEventsClient events = signed(PersonalizeEventsClient.builder());
        S3Client s3 = objectStore()) {
      Resources made = make(personalize, s3);
      showCustomers(runtime, made);
      showChange(runtime, events, made);
      showMetrics(personalize, made);
      showCommands(made);
      terminal.line("READY campaignArn=%s endpoint=%s", made.campaign(), server.endpoint());
    }
  }

  private Resources make(PersonalizeClient personalize, S3Client s3) {
    Workshop workshop = new Workshop(personalize, s3, server.bucket(), server.account());
    Map<String, String> files = stages.time("Upload three CSV files", progress -> upload(workshop));
    String group = workshop.datasetGroup(SHOP);
    stages.time("Import interactions, items, users", progress -> {
      for (String type : OnlineRetail.TYPES) {
        progress.show((double) OnlineRetail.TYPES.indexOf(type) / OnlineRetail.TYPES.size(), type);
        String schema = workshop.schema(SHOP + "-" + type, shop.schema(type));
        String dataset = workshop.dataset(group, type, SHOP + "-" + type, schema);
        workshop.importOnce(dataset, SHOP + "-" + type, Objects.requireNonNull(files.get(type)));
      }
      return group;
    });
    String trackingId = workshop.eventTracker(group, SHOP);
    Map<String, String> versions = new LinkedHashMap<>();
    for (Trained model : MODELS) {
      versions.put(
          model.name(),
          stages.time(
              "Train the " + model.name(),
              progress -> workshop.trainOnce(
                  workshop.solution(group, SHOP + "-" + model.name(), model.recipe()), progress)));
    }
    String served = Objects.requireNonNull(versions.get(MODELS.get(0).name()));
    String campaign = stages.time("Deploy a campaign", progress -> workshop.campaign(SHOP, served));
    return new Resources(trackingId, campaign, versions);
  }

  private Map<String, String> upload(Workshop workshop) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String type : OnlineRetail.TYPES) {
      try (InputStream csv = shop.csv(type)) {
        files.put(type, workshop.upload("%s/%s.csv".formatted(SHOP, type), csv));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private void showCustomers(PersonalizeRuntimeClient runtime, Resources made) {
    for (String customer : CUSTOMERS) {
      List<PredictedItem> recommended = recommend(runtime, made, customer);
      if (customer.equals(CUSTOMERS.get(0))) {
        terminal.line("  %-34s %6.1f s", "From start to first recommendation", stages.total());
      }
      terminal.title("Customer %s".formatted(customer));
      List<List<String>> rows = new ArrayList<>();
      List<String> bought = shop.latestPurchases(customer, SHOWN);
      for (int i = 0; i < SHOWN; i++) {
        PredictedItem item = recommended.get(i);
        rows.add(List.of(
            i < bought.size() ? shop.name(bought.get(i)) : "",
            shop.name(item.itemId()),
            score(item)));
      }
      terminal.table(
          List.of(
              "bought lately (%d different in all)".formatted(shop.differentItems(customer)),
              "recommended",
              "score"),
          rows);
    }
  }

  private void showChange(
      PersonalizeRuntimeClient runtime, PersonalizeEventsClient events, Resources made) {
    String customer = CUSTOMERS.get(0);
    List<PredictedItem> before = recommend(runtime, made, customer);
    List<Event> interests = NEW_INTERESTS.stream()
        .map(item -> Event.builder()
            .eventType("purchase")
            .itemId(item)
            .sentAt(OnlineRetail.DAY_AFTER)
            .build())
        .toList();
    events.putEvents(request -> request
        .trackingId(made.trackingId())
        .userId(customer)
        .sessionId("demo")
        .eventList(interests));
    List<PredictedItem> after = recommend(runtime, made, customer);

    terminal.title(
        "Customer %s the day after, having bought %d other things: the next request sees them"
            .formatted(customer, NEW_INTERESTS.size()));
    Set<String> known =
        before.stream().map(PredictedItem::itemId).collect(Collectors.toCollection(HashSet::new));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < SHOWN; i++) {
      PredictedItem item = after.get(i);
      rows.add(List.of(
          i < NEW_INTERESTS.size() ? shop.name(NEW_INTERESTS.get(i)) : "",
          shop.name(item.itemId()),
          score(item),
          known.contains(item.itemId()) ? "" : "new in the list"));
    }
    terminal.table(List.of("bought since", "recommended", "score", ""), rows);
  }

  private List<PredictedItem> recommend(
      PersonalizeRuntimeClient runtime, Resources made, String customer) {
    return runtime
        .getRecommendations(
            request -> request.campaignArn(made.campaign()).userId(customer).numResults(SHOWN))
        .itemList();
  }

  private static String score(PredictedItem item) {
    return item.score() == null ? "" : String.format(Locale.ROOT, "%.4f", item.score());
  }

  private void showMetrics(PersonalizeClient personalize, Resources made) {
    List<Map<String, Double>> metrics = made.versions().values().stream()
        .map(version -> metrics(personalize, version))
        .toList();
    terminal.title(
        "How well it predicts: a tenth of the customers, held out, their newest tenth of purchases");
    List<List<String>> rows = new ArrayList<>();
    for (String metric : new TreeSet<>(metrics.get(0).keySet())) {
      List<String> row = new ArrayList<>(List.of(metric));
      metrics.forEach(each ->
          row.add(String.format(Locale.ROOT, "%.4f", each.getOrDefault(metric, Double.NaN))));
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("metric"));
    header.addAll(made.versions().keySet());
    terminal.table(header, rows);
  }

  private static Map<String, Double> metrics(PersonalizeClient personalize, String version) {
    return personalize
        .getSolutionMetrics(request -> request.solutionVersionArn(version))
        .metrics();
  }

  private void showCommands(Resources made) {
    String customer = CUSTOMERS.get(1);
    terminal.title("Go on by yourself");
    terminal.line("""
          %3$s/console shows all of it in a browser, for the key pair in %1$s

          export AWS_SHARED_CREDENTIALS_FILE=%1$s AWS_REGION=%2$s
          aws --endpoint-url %3$s personalize list-solutions
          aws --endpoint-url %3$s personalize-runtime get-recommendations --campaign-arn %4$s --user-id %5$s
          curl -u "$(awk -F ' *= *' '/key/ {print $2}' "$AWS_SHARED_CREDENTIALS_FILE" | paste -sd:)" \\
            -H 'Content-Type: application/json' -d '{"campaignArn": "%4$s", "userId": "%5$s"}' %3$s/recommendations
        """.formatted(
            server.credentials(), server.region(), server.endpoint(), made.campaign(), customer));
  }

  private <B extends AwsClientBuilder<B, C>, C> C signed(B builder) {
    return builder
        .endpointOverride(server.endpoint())
        .region(Region.of(server.region()))
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
            server.root().accessKey(), server.root().secretKey().value())))
        .build();
  }

  private S3Client objectStore() {
    ObjectStoreEndpoint at = server.objectStore();
    return S3Client.builder()
        .endpointOverride(at.endpoint())
        .forcePathStyle(true)
        .region(Region.of(at.region()))
        .credentialsProvider(StaticCredentialsProvider.create(
            AwsBasicCredentials.create(at.accessKey(), at.secretKey().value())))
        .build();
  }
}
