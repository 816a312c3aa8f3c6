// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.upload;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.api.config.PersonalizeProperties;
import org.openpersonalize.api.config.Role;
import org.openpersonalize.api.config.S3Properties;
import org.openpersonalize.api.role.ConditionalOnRole;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.store.object.ObjectStore;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Streams a file into the object store, where {@code CreateDatasetImportJob} reads it by its {@code s3://} address. */
@RestController
@ConditionalOnRole(Role.GATEWAY)
@Tag(name = "Uploads")
class UploadController {
  private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

  private final ObjectStore objects;
  private final S3Properties s3;

  UploadController(ObjectStore objects, PersonalizeProperties properties) {
    this.objects = objects;
    this.s3 = properties.s3();
  }

  /**
   * What was stored.
   *
   * @param bytes the file's length
   * @param sha256 of the file, in lower-case hex
   */
  record Uploaded(String location, long bytes, String sha256) {}

  @Operation(
      operationId = "Upload",
      summary = "Store a file",
      description =
          "The body is the file as it is. If the SHA-256 or the MD5 announced in a header is not that of"
              + " the bytes that arrive, nothing is stored.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = "application/octet-stream",
                      schema = @Schema(type = "string", format = "binary"))))
  @PutMapping("/uploads/{bucket}/{*key}")
  ResponseEntity<Uploaded> put(
      @PathVariable String bucket,
      @PathVariable String key,
      @Parameter(description = "SHA-256 of the file in hex, or UNSIGNED-PAYLOAD")
          @RequestHeader(name = "x-amz-content-sha256", required = false)
          @Nullable String sha256,
      @Parameter(description = "MD5 of the file in base64")
          @RequestHeader(name = "Content-MD5", required = false)
          @Nullable String md5,
      @Parameter(hidden = true) HttpServletRequest request)
      throws IOException {
    UploadTarget target = UploadTarget.of(bucket, key.substring(1), s3.modelBucket());
    HashedBody body = new HashedBody(request.getInputStream(), announced(sha256), md5);
    if (!objects.hasBucket(bucket)) {
      throw ErrorCode.RESOURCE_NOT_FOUND.because(
          "There is no bucket '%s'; upload to '%s', or make the bucket with an S3 client"
              .formatted(bucket, s3.bucket()));
    }
    long bytes = objects.put(bucket, target.key(), body);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(new Uploaded(target.location(), bytes, body.sha256()));
  }

  private static @Nullable String announced(@Nullable String sha256) {
    if (sha256 == null || sha256.equals("UNSIGNED-PAYLOAD")) {
      return null;
    }
    String hash = sha256.toLowerCase(Locale.ROOT);
    if (!SHA256_HEX.matcher(hash).matches()) {
      throw ErrorCode.INVALID_INPUT.because(
          "x-amz-content-sha256 must be the file's SHA-256 in hex, or UNSIGNED-PAYLOAD; parts signed one by one are not taken");
    }
    return hash;
  }
}
