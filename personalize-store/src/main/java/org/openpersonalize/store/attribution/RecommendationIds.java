// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.attribution;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.openpersonalize.core.digest.Digests;
import org.openpersonalize.core.resource.Arn;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes the ids of answers, which say themselves who gave the answer.
 *
 * <p>{@code RID-} and a UUID of version 8 (RFC 9562): 32 bits are the number of the resource that answered, 28 are the first ones
 * of the SHA-256 of its ARN and the rest, and 62 are drawn by lot. So nothing is written down for an answer, and an event can name
 * it to any node and at any time. The alternative that lost, a row for each answer, costs a write for each and forgets.
 */
@Component
public class RecommendationIds {
  /** Joins the resource that gave the answer an id of which a row {@code told} has, as {@code answered}; nothing for other ids. */
  static final String JOIN_ANSWERED = """
      LEFT JOIN recommendation_source answered
        ON answered.source_number = CASE
          WHEN told.recommendation_id ~ '^RID-[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'
          THEN ('x' || substr(told.recommendation_id, 5, 8))::bit(32)::int END
        AND substr(told.recommendation_id, 14, 4) || substr(told.recommendation_id, 20, 3)
          = left(encode(sha256(convert_to(answered.resource_arn || substr(told.recommendation_id, 24), 'UTF8')), 'hex'), 7)
      """;

  /** Where a UUID's second half begins, and how many of its hex digits the first one's check has in the second group. */
  private static final int SECOND_HALF = 19;

  private static final int CHECK = 7;
  private static final int CHECK_OF_GROUP = 4;

  private final JdbcClient jdbc;
  private final Map<Arn, String> numbers = new ConcurrentHashMap<>();

  public RecommendationIds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The id of one answer.
   *
   * @param seed drawn by lot, of which 62 bits are in the id
   */
  public record RecommendationId(String text, long seed) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** A new id for an answer of this resource. */
  public RecommendationId next(Arn answering) {
    UUID random = UUID.randomUUID();
    String half = random.toString().substring(SECOND_HALF);
    String check = Digests.sha256Hex((answering + half).getBytes(StandardCharsets.UTF_8));
    String id = "RID-" + number(answering) + "-" + check.substring(0, CHECK_OF_GROUP) + "-8"
        + check.substring(CHECK_OF_GROUP, CHECK) + "-" + half;
    return new RecommendationId(id, random.getLeastSignificantBits());
  }

  private String number(Arn answering) {
    String known = numbers.get(answering);
    if (known == null) {
      known = "%08x".formatted(stored(answering));
      numbers.put(answering, known);
    }
    return known;
  }

  private int stored(Arn answering) {
    return jdbc.sql("""
            WITH added AS (
              INSERT INTO recommendation_source (resource_arn)
              SELECT :arn WHERE NOT EXISTS (SELECT FROM recommendation_source WHERE resource_arn = :arn)
              ON CONFLICT (resource_arn) DO UPDATE SET resource_arn = excluded.resource_arn
              RETURNING source_number)
            SELECT source_number FROM added
            UNION ALL
            SELECT source_number FROM recommendation_source WHERE resource_arn = :arn
            LIMIT 1
            """).param("arn", answering.toString()).query(Integer.class).single();
  }
}
