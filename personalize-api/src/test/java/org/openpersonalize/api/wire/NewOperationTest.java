// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.store.request.Name;
import org.openpersonalize.store.request.PostedTo;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** A new operation is its record, its method and a line in a table: what is in this file. */
@SpringBootTest(
    classes = {WireTestConfiguration.class, NewOperationTest.Greetings.class},
    webEnvironment = WebEnvironment.RANDOM_PORT)
@DisplayNameGeneration(ReplaceUnderscores.class)
class NewOperationTest {
  @LocalServerPort
  private int port;

  private WireClient client;

  static class Greetings {
    record GreetCustomer(@NotNull @Name String name) {}

    record GreetCustomerResponse(String greeting) {}

    @PostedTo("/waves")
    record WaveAtCustomer(@NotNull @Name String name) {}

    record WaveAtCustomerResponse(String wave) {}

    GreetCustomerResponse greet(GreetCustomer request) {
      return new GreetCustomerResponse("Hello " + request.name());
    }

    WaveAtCustomerResponse wave(WaveAtCustomer request) {
      return new WaveAtCustomerResponse("o/ " + request.name());
    }

    @Bean
    OperationTable greetings() {
      return table -> {
        table.add(GreetCustomer.class, this::greet);
        table.add(WaveAtCustomer.class, this::wave);
      };
    }
  }

  @BeforeEach
  void connect() {
    client = new WireClient(port);
  }

  @Test
  void it_is_called_by_its_name() {
    assertThat(
            client.call("AmazonPersonalize.GreetCustomer", "{\"name\":\"ada\"}").body())
        .isEqualTo("{\"greeting\":\"Hello ada\"}");
  }

  @Test
  void or_posted_to_where_its_request_says() {
    assertThat(client.post("/waves", "{\"name\":\"ada\"}").body())
        .isEqualTo("{\"wave\":\"o/ ada\"}");
  }

  @Test
  void its_request_is_validated_in_the_words_of_the_standard_constraints() {
    String refused = client.post("/waves", "{\"name\":\"-\"}").body();

    assertThat(JsonPath.parse(refused).<String>read("$.message"))
        .isEqualTo("1 validation error detected: Value '-' at 'name' failed to satisfy constraint: "
            + "Member must satisfy regular expression pattern: ^[a-zA-Z0-9][a-zA-Z0-9\\-_]*");
  }

  @Test
  void it_is_described_with_its_answer() {
    String docs =
        client.get("/v3/api-docs", "Authorization", WireClient.basic()).body();

    assertThat(
            JsonPath.parse(docs)
                .<String>read(
                    "$.paths['/waves'].post.responses['200'].content['application/json'].schema['$ref']"))
        .isEqualTo("#/components/schemas/WaveAtCustomerResponse");
  }
}
