// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.page.Refusal;
import org.springframework.http.MediaType;

/**
 * A form with a file in it, which is read as it comes in, whatever its size: neither memory nor disk holds it. Fields that stand
 * before the file are known by then; what stands behind it is not looked at.
 */
final class UploadForm {
  private static final int LONGEST_FIELD = 4_096;
  private static final int MOST_FIELDS = 20;

  private final Map<String, String> fields = new TreeMap<>();
  private @Nullable FileItemStream file;

  private UploadForm() {}

  /** Reads the fields before the file. */
  static UploadForm read(HttpServletRequest request) throws IOException {
    @Nullable String type = request.getContentType();
    if (type == null || !type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
      throw Refusal.BAD_REQUEST.exception();
    }
    try {
      UploadForm form = new UploadForm();
      form.read(new FileUpload().getItemIterator(new ServletRequestContext(request)));
      return form;
    } catch (FileUploadException e) {
      throw new IOException(e);
    }
  }

  private void read(FileItemIterator items) throws IOException, FileUploadException {
    while (file == null && items.hasNext() && fields.size() < MOST_FIELDS) {
      FileItemStream item = items.next();
      if (item.isFormField()) {
        try (InputStream value = item.openStream()) {
          fields.put(item.getFieldName(), new String(value.readNBytes(LONGEST_FIELD), UTF_8));
        }
      } else if (item.getName() != null && !item.getName().isBlank()) {
        file = item;
      }
    }
  }

  /** The value of a field; the empty text if there is none. */
  String field(String name) {
    return fields.getOrDefault(name, "").strip();
  }

  boolean hasFile() {
    return file != null;
  }

  /** What the browser calls the file, without the folders that some put before it. */
  String fileName() {
    String name = open().getName();
    String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    return last.isBlank() ? "file.csv" : last.substring(0, Math.min(last.length(), 100));
  }

  /** The file's bytes, once. */
  InputStream body() throws IOException {
    return open().openStream();
  }

  private FileItemStream open() {
    if (file == null) {
      throw new IllegalStateException("The form has no file");
    }
    return file;
  }
}
