// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.bench.serve;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Requests as the SDK signs them, written out before anything is measured. They hold for a quarter of an hour.
 *
 * @param endpoint whose host is signed
 */
record SignedRequests(URI endpoint, String accessKey, String secretKey) {
  private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

  /** @return head and body of a POST of this JSON, as they go over the wire */
  byte[] post(String path, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    SignedRequest signed =
        SIGNER.sign(sign -> sign.identity(AwsCredentialsIdentity.create(accessKey, secretKey))
            .request(SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint.resolve(path))
                .putHeader("Content-Type", "application/json")
                .build())
            .payload(ContentStreamProvider.fromByteArray(body))
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "personalize")
            .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
    StringBuilder head = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\n");
    signed
        .request()
        .forEachHeader((name, values) ->
            head.append(name).append(": ").append(String.join(",", values)).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    whole.writeBytes(body);
    return whole.toByteArray();
  }
}
